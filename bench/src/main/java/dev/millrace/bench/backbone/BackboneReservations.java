package dev.millrace.bench.backbone;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.CommandLane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** Reservations in the log: a command, and its reply once the decision is committed. */
public final class BackboneReservations implements AutoCloseable {

  private static final Actor BENCH = new Actor(ActorRole.OPS, "bench");

  /** What the inventory takes without other settings. */
  private static final long HOLD_MS_MIN = 1_000;

  private static final long HOLD_MS = Duration.ofMinutes(15).toMillis();
  private static final Duration LINGER = Duration.ofMillis(5);

  private final CommandLane lane;
  private final Topic<StockCommand> commands;

  private BackboneReservations(String bootstrapServers, Topics topics, Duration linger) {
    this.lane = new CommandLane(bootstrapServers, topics, linger);
    this.commands = topics.stockCommands();
  }

  /** Sends each command at once, as who measures how long it takes. */
  public static BackboneReservations prompt(String bootstrapServers, Topics topics) {
    return new BackboneReservations(bootstrapServers, topics, Duration.ZERO);
  }

  /** Sends what comes within a few milliseconds together, as who has many commands. */
  public static BackboneReservations together(String bootstrapServers, Topics topics) {
    return new BackboneReservations(bootstrapServers, topics, LINGER);
  }

  /** Reserves one unit of the SKU that the request's number stands for. */
  public Job job(LongFunction<String> skuOf) {
    return shot ->
        send(reserve(skuOf.apply(shot.index()), HOLD_MS))
            .thenApply(
                reply -> {
                  shot.mark("committed");
                  return outcome(reply);
                });
  }

  /** Reserves one unit of a SKU that is split, of the bucket that its sender is to ask first. */
  public Job jobOfSplit(String sku, int buckets) {
    return shot -> {
      String reservationId = Ids.fresh(IdKind.RESERVATION);
      return send(reserve(BucketKey.hint(sku, reservationId, buckets), reservationId, HOLD_MS))
          .thenApply(
              reply -> {
                shot.mark("committed");
                return outcome(reply);
              });
    };
  }

  /** Splits the stock of a SKU, and waits until that is decided. */
  public void split(String sku, int buckets) {
    Reply reply = send(command(sku).setSplit(new SplitStock(buckets)).build()).join();
    if (reply.getStatus() != ReplyStatus.ACCEPTED) {
      throw new IllegalStateException("%s is not split: %s".formatted(sku, reply.getRefusal()));
    }
  }

  /** Reserves a unit of a SKU and receives one, in turn, each marked by its name. */
  public Job reservationsAndMovements(String sku) {
    return shot -> {
      boolean moves = shot.index() % 2 == 1;
      return send(moves ? receive(sku) : reserve(sku, HOLD_MS))
          .thenApply(
              reply -> {
                shot.mark(moves ? "movement" : "reservation");
                return outcome(reply);
              });
    };
  }

  /** Reserves one unit until a moment; the shortest hold there is when that is past. */
  public Job until(Instant deadline, LongFunction<String> skuOf) {
    return shot ->
        send(reserve(
                skuOf.apply(shot.index()),
                Math.max(HOLD_MS_MIN, Instant.now().until(deadline, ChronoUnit.MILLIS))))
            .thenApply(BackboneReservations::outcome);
  }

  private static Outcome outcome(Reply reply) {
    return reply.getStatus() == ReplyStatus.ACCEPTED
        ? Outcome.DONE
        : new Outcome.Refused(String.valueOf(reply.getRefusal()));
  }

  private CompletableFuture<Reply> send(StockCommand command) {
    return lane.send(commands, command.getSku(), command.getCommandId(), command);
  }

  private static StockCommand receive(String sku) {
    return command(sku)
        .setMove(
            MoveStock.newBuilder()
                .setMovementType(MovementType.RECEIVE)
                .setSellerId(Ids.PLATFORM_SELLER)
                .setWarehouseId(Ids.MAIN_WAREHOUSE)
                .setQuantity(1)
                .build())
        .build();
  }

  private static StockCommand.Builder command(String sku) {
    String commandId = Ids.fresh(IdKind.COMMAND);
    return StockCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint(commandId)
        .setIssuedAt(Instant.now())
        .setActor(BENCH)
        .setSku(sku);
  }

  private static StockCommand reserve(String sku, long holdMs) {
    return reserve(sku, Ids.fresh(IdKind.RESERVATION), holdMs);
  }

  private static StockCommand reserve(String sku, String reservationId, long holdMs) {
    return command(sku)
        .setReserve(
            ReserveStock.newBuilder()
                .setReservationId(reservationId)
                .setSellerId(Ids.PLATFORM_SELLER)
                .setQuantity(1)
                .setHoldMs(holdMs)
                .setOwner("bench")
                .build())
        .build();
  }

  @Override
  public void close() {
    lane.close();
  }
}
