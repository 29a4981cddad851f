package dev.millrace.bench.backbone;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.function.LongFunction;

/** Reservations in the log: a command, and its reply once the decision is committed. */
public final class BackboneReservations implements AutoCloseable {

  private static final Actor BENCH = new Actor(ActorRole.OPS, "bench");

  private final CommandLane lane;
  private final long holdMs;

  public BackboneReservations(String bootstrapServers, Topics topics, long holdMs) {
    this.lane = new CommandLane(bootstrapServers, topics);
    this.holdMs = holdMs;
  }

  /** Reserves one unit of the SKU that the request's number stands for. */
  public Job job(LongFunction<String> skuOf) {
    return shot ->
        lane.send(reserve(skuOf.apply(shot.index())))
            .thenApply(
                outcome -> {
                  if (!(outcome instanceof Outcome.Failed)) {
                    shot.mark("committed");
                  }
                  return outcome;
                });
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
