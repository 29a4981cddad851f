package dev.millrace.bench.backbone;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.CommandLane;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** Reservations in the log: a command, and its reply once the decision is committed. */
public final class BackboneReservations implements AutoCloseable {

  private static final Actor BENCH = new Actor(ActorRole.OPS, "bench");

  private final CommandLane lane;
  private final Topic<StockCommand> commands;
  private final long holdMs;

  /** Opens a lane that sends at once. */
  public BackboneReservations(String bootstrapServers, Topics topics, long holdMs) {
    this.lane = new CommandLane(bootstrapServers, topics, Duration.ZERO);
    this.commands = topics.stockCommands();
    this.holdMs = holdMs;
  }

  /** Reserves one unit of the SKU that the request's number stands for. */
  public Job job(LongFunction<String> skuOf) {
    return shot ->
        send(reserve(skuOf.apply(shot.index())))
            .thenApply(
                reply -> {
                  shot.mark("committed");
                  return reply.getStatus() == ReplyStatus.ACCEPTED
                      ? Outcome.DONE
                      : new Outcome.Refused(String.valueOf(reply.getRefusal()));
                });
  }

  private CompletableFuture<Reply> send(StockCommand command) {
    return lane.send(commands, command.getSku(), command.getCommandId(), command);
  }

  private StockCommand reserve(String sku) {
    String commandId = Ids.fresh(IdKind.COMMAND);
    return StockCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint(commandId)
        .setIssuedAt(Instant.now())
        .setActor(BENCH)
        .setSku(sku)
        .setReserve(
            ReserveStock.newBuilder()
                .setReservationId(Ids.fresh(IdKind.RESERVATION))
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
