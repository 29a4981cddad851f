package dev.millrace.edge.resource;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.Destination;
import dev.millrace.avro.inventory.ExtendReservation;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.edge.bus.HotSkus;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** /v1/inventory/{sku}: stock, and holds for machine clients. */
public final class Inventory {

  private static final int QUANTITY_MAX = 1_000_000;
  private static final int EXTENSION_SECONDS_DEFAULT = 900;
  private static final int HOLD_SECONDS_MAX = 86_400;
  private static final int REASON_LENGTH_MAX = 500;
  private static final int REGION_LENGTH_MAX = 100;

  /** In place of a time to hold. */
  private static final long AS_THE_TERMS_SAY = 0;

  private final StockRequests requests;
  private final Reads reads;
  private final StockHistory history;
  private final HotSkus hotSkus;

  public Inventory(StockRequests requests, Reads reads, StockHistory history, HotSkus hotSkus) {
    this.requests = requests;
    this.reads = reads;
    this.history = history;
    this.hotSkus = hotSkus;
  }

  public Answer get(Call call) {
    Instant moment = call.queryInstant("as_of");
    if (moment != null) {
      return history.asOf(call, moment);
    }
    Stock stock =
        reads
            .find(StateStore.STOCK, call.path("sku"), call.minPosition())
            .orElseThrow(() -> Problem.notFound("stock").exception());
    Answer answer =
        Answer.ok(StockJson.of(Buckets.together(stock, reads, call.minPosition()), call.caller()));
    // The version is the home's: buckets change without it, so it is no tag of what is shown.
    return stock.getSplit() == null ? Reads.versioned(call, answer, stock.getSequence()) : answer;
  }

  public Answer reserve(Call call) {
    ReserveStock.Builder reserve = hold(call, call.body());
    requireVersion(call);
    return requests.send(
        call,
        (command, identity) -> {
          if (reserve.getReservationId() == null) {
            reserve.setReservationId(Ids.derived(IdKind.RESERVATION, identity.commandId()));
          }
          command.setReserve(reserve.build());
          toBucket(command, reserve.getReservationId());
        },
        reservation(201));
  }

  private static ReserveStock.Builder hold(Call call, Fields body) {
    String reservationId = body.optionalId("reservation_id");
    int quantity = body.integer("quantity", 1, QUANTITY_MAX);
    Integer seconds = body.optionalInteger("expires_in_seconds", 1, HOLD_SECONDS_MAX);
    String owner = body.optionalId("owner");
    String customer = body.optionalId("customer_id");
    String seller = body.optionalId("seller_id");
    Destination destination = destination(body.optionalObject("destination"));
    boolean backorderAllowed = body.flag("backorder_allowed", false);
    boolean replaceable = body.flag("replaceable", false);
    if (replaceable && owner == null) {
      body.refuse("owner", "required", "says whose hold may take another one's place");
    }
    body.done();
    ReserveStock.Builder hold =
        ReserveStock.newBuilder()
            .setSellerId(call.seller(seller))
            .setQuantity(quantity)
            .setHoldMs(seconds == null ? AS_THE_TERMS_SAY : Duration.ofSeconds(seconds).toMillis())
            .setOwner(owner == null ? call.caller().subject() : owner)
            .setCustomerId(customer)
            .setDestination(destination)
            .setBackorderAllowed(backorderAllowed)
            .setReplaceable(replaceable);
    return reservationId == null ? hold : hold.setReservationId(reservationId);
  }

  private static @Nullable Destination destination(@Nullable Fields place) {
    if (place == null) {
      return null;
    }
    String country = place.text("country", 2);
    String region = place.optionalText("region", REGION_LENGTH_MAX);
    return new Destination(country, region == null ? "" : region);
  }

  public Answer commit(Call call) {
    String reservationId = call.path("reservation_id");
    Fields body = call.body();
    Integer quantity = body.optionalInteger("quantity", 1, QUANTITY_MAX);
    boolean evenIfExpired = body.flag("even_if_expired", false);
    body.done();
    requireVersion(call);
    var commit =
        CommitReservation.newBuilder()
            .setReservationId(reservationId)
            .setQuantity(quantity)
            .setEvenIfExpired(evenIfExpired)
            .build();
    return requests.send(
        call,
        (command, identity) -> toBucket(command.setCommit(commit), reservationId),
        reservation(200));
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
    return requests.send(
        call,
        (command, identity) -> toBucket(command.setRelease(release), reservationId),
        reservation(200));
  }

  public Answer extend(Call call) {
    String reservationId = call.path("reservation_id");
    Fields body = call.body();
    Integer seconds = body.optionalInteger("expires_in_seconds", 1, HOLD_SECONDS_MAX);
    body.done();
    requireVersion(call);
    long holdMs =
        Duration.ofSeconds(seconds == null ? EXTENSION_SECONDS_DEFAULT : seconds).toMillis();
    var extend = new ExtendReservation(reservationId, holdMs);
    return requests.send(
        call,
        (command, identity) -> toBucket(command.setExtend(extend), reservationId),
        reservation(200));
  }

  /** What is about a reservation goes to the bucket of its id, if the SKU has buckets. */
  private void toBucket(StockCommand.Builder command, String reservationId) {
    String sku = command.getSku();
    command.setSku(BucketKey.hint(sku, reservationId, hotSkus.buckets(sku)));
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

  private static Function<Reply, Answer> reservation(int status) {
    return reply -> Answer.json(status, StockJson.of(reply.getReservation()));
  }
}
