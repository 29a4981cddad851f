package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.ExtendReservation;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** /v1/inventory/{sku}: stock, its movements and its rules, and holds for machine clients. */
public final class Inventory {

  private static final int QUANTITY_MAX = 1_000_000;
  private static final int HOLD_SECONDS_DEFAULT = 900;
  private static final int HOLD_SECONDS_MAX = 86_400;
  private static final int REASON_LENGTH_MAX = 500;

  private static final Map<String, MovementType> MOVEMENTS =
      Map.of(
          "receive", MovementType.RECEIVE,
          "adjust", MovementType.ADJUST,
          "count", MovementType.COUNT,
          "damage", MovementType.DAMAGE,
          "return_to_stock", MovementType.RETURN_TO_STOCK);

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Clock clock;

  public Inventory(Topics topics, Dispatch dispatch, Reads reads, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.clock = clock;
  }

  public Answer get(Call call) {
    Stock stock =
        reads
            .find(StateStore.STOCK, call.path("sku"), call.minPosition())
            .orElseThrow(() -> Problem.notFound("stock").exception());
    return Reads.versioned(
        call, Answer.ok(StockJson.of(stock, call.caller())), stock.getSequence());
  }

  public Answer move(Call call) {
    Fields body = call.body();
    MovementType type = body.choice("type", MOVEMENTS, MovementType.RECEIVE);
    int min =
        switch (type) {
          case ADJUST -> -QUANTITY_MAX;
          case COUNT, TRANSFER_IN -> 0;
          case RECEIVE, DAMAGE, RETURN_TO_STOCK, TRANSFER_OUT, UNKNOWN -> 1;
        };
    int quantity = body.integer("quantity", min, QUANTITY_MAX);
    String seller = body.optionalId("seller_id");
    String warehouse = body.optionalId("warehouse_id");
    String reason = body.optionalText("reason", REASON_LENGTH_MAX);
    String movementId = body.optionalId("movement_id");
    Long expected = body.optionalLong("expected_version", 0, Long.MAX_VALUE);
    body.done();
    var move =
        MoveStock.newBuilder()
            .setMovementType(type)
            .setSellerId(call.seller(seller))
            .setWarehouseId(warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse)
            .setQuantity(quantity)
            .setReason(reason)
            .setMovementId(movementId)
            .setExpectedVersion(call.ifMatch() == null ? expected : call.ifMatch())
            .build();
    return send(call, identity -> builder(call, identity).setMove(move), stock(call, 201));
  }

  public Answer setPolicy(Call call) {
    Fields body = call.body();
    int safetyStock = body.integer("safety_stock", 0, QUANTITY_MAX);
    String seller = body.optionalId("seller_id");
    String warehouse = body.optionalId("warehouse_id");
    Long expected = body.optionalLong("expected_version", 0, Long.MAX_VALUE);
    body.done();
    var policy =
        new SetStockPolicy(
            call.seller(seller),
            warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse,
            safetyStock,
            null,
            call.ifMatch() == null ? expected : call.ifMatch());
    return send(call, identity -> builder(call, identity).setSetPolicy(policy), stock(call, 200));
  }

  public Answer reserve(Call call) {
    Fields body = call.body();
    String reservationId = body.optionalId("reservation_id");
    int quantity = body.integer("quantity", 1, QUANTITY_MAX);
    long holdMs = holdMs(body);
    String owner = body.optionalId("owner");
    String seller = body.optionalId("seller_id");
    body.done();
    requireVersion(call);
    return send(
        call,
        identity ->
            builder(call, identity)
                .setReserve(
                    ReserveStock.newBuilder()
                        .setReservationId(
                            reservationId == null
                                ? Ids.derived(IdKind.RESERVATION, identity.commandId())
                                : reservationId)
                        .setSellerId(call.seller(seller))
                        .setQuantity(quantity)
                        .setHoldMs(holdMs)
                        .setOwner(owner == null ? call.caller().subject() : owner)
                        .build()),
        reservation(201));
  }

  public Answer commit(Call call) {
    String reservationId = call.path("reservation_id");
    Fields body = call.body();
    Integer quantity = body.optionalInteger("quantity", 1, QUANTITY_MAX);
    body.done();
    requireVersion(call);
    var commit =
        CommitReservation.newBuilder()
            .setReservationId(reservationId)
            .setQuantity(quantity)
            .build();
    return send(call, identity -> builder(call, identity).setCommit(commit), reservation(200));
  }

  public Answer release(Call call) {
    String reservationId = call.path("reservation_id");
    Fields body = call.body();
    String reason = body.optionalText("reason", REASON_LENGTH_MAX);
    body.done();
    requireVersion(call);
    var release =
        ReleaseReservation.newBuilder()
            .setReservationId(reservationId)
            .setReason(reason == null ? "released by its owner" : reason)
            .build();
    return send(call, identity -> builder(call, identity).setRelease(release), reservation(200));
  }

  public Answer extend(Call call) {
    String reservationId = call.path("reservation_id");
    Fields body = call.body();
    long holdMs = holdMs(body);
    body.done();
    requireVersion(call);
    var extend = new ExtendReservation(reservationId, holdMs);
    return send(call, identity -> builder(call, identity).setExtend(extend), reservation(200));
  }

  private Answer send(
      Call call,
      Function<Call.Identity, StockCommand.Builder> build,
      Function<Reply, Answer> accepted) {
    String sku = call.path("sku");
    Call.Identity identity = call.identity();
    StockCommand value = build.apply(identity).build();
    return dispatch.answer(
        call,
        command(call, topics.stockCommands(), sku, identity.commandId(), value),
        "/v1/inventory/" + sku,
        accepted);
  }

  private StockCommand.Builder builder(Call call, Call.Identity identity) {
    return StockCommand.newBuilder()
        .setCommandId(identity.commandId())
        .setFingerprint(identity.fingerprint())
        .setIssuedAt(clock.instant())
        .setActor(call.caller().actor())
        .setSku(call.path("sku"));
  }

  /**
   * Holds carry no expected version of their own, so the SKU's is compared here, when asked for.
   */
  private void requireVersion(Call call) {
    if (call.ifMatch() != null) {
      Reads.requireVersion(
          call, reads.find(StateStore.STOCK, call.path("sku")).map(Stock::getSequence).orElse(0L));
    }
  }

  private static long holdMs(Fields body) {
    Integer seconds = body.optionalInteger("expires_in_seconds", 1, HOLD_SECONDS_MAX);
    return Duration.ofSeconds(seconds == null ? HOLD_SECONDS_DEFAULT : seconds).toMillis();
  }

  private static Function<Reply, Answer> stock(Call call, int status) {
    return reply ->
        Answer.json(status, StockJson.of(reply.getStock(), call.caller()))
            .withVersion(reply.getStock().getSequence());
  }

  private static Function<Reply, Answer> reservation(int status) {
    return reply -> Answer.json(status, StockJson.of(reply.getReservation()));
  }
}
