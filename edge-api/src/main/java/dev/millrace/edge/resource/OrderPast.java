package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.ProblemException;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The past of an order. The views follow the orders at a distance, so a read first asks the order
 * how far it has come, and the views answer once they have come as far.
 */
public final class OrderPast {

  static final long VERSION_MAX = 999_999_999_999L;

  private static final int EVENTS_MAX = 200;
  private static final int EVENTS_DEFAULT = 50;

  private final Reads reads;
  private final Clock clock;

  public OrderPast(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** Events of an order, oldest first. */
  public Answer events(Call call) {
    Long after = call.queryNumber("after_sequence", 0, VERSION_MAX);
    Long limit = call.queryNumber("limit", 1, EVENTS_MAX);
    requireViews();
    Order order = OrderAccess.find(reads, call);
    OrderEventPage page =
        page(
            order.getOrderId(),
            after == null ? 0 : after,
            limit == null ? EVENTS_DEFAULT : limit,
            order.getVersion());
    if (page.getEvents().isEmpty()
        && page.getKeptSequence() < page.getLastSequence()
        && (after == null || after < page.getLastSequence())) {
      throw notKept();
    }
    ObjectNode body = Json.object().put("order_id", order.getOrderId());
    ArrayNode events = body.putArray("events");
    page.getEvents().forEach(event -> events.add(OrderEventJson.of(event, call.caller())));
    body.put("next_after_sequence", page.getNextAfterSequence());
    body.put("version", page.getLastSequence());
    return Answer.ok(body);
  }

  /** Events behind one; waits until the views have seen what the asker has. */
  OrderEventPage page(String orderId, long after, long limit, long through) {
    return reads
        .ask(
            StateStore.ORDER_EVENTS,
            orderId,
            Map.of(
                "after_sequence",
                Long.toString(after),
                "limit",
                Long.toString(limit),
                "through",
                Long.toString(through)))
        .orElseThrow(() -> Problem.notFound("order").exception());
  }

  /** The order after so many events, or after the last one that is not later than the moment. */
  Answer get(Call call, @Nullable Long version, @Nullable Instant moment) {
    if (version != null && moment != null) {
      throw Problem.invalid("version", "contradiction", "cannot be given together with as_of")
          .exception();
    }
    if (call.query("wait", 10) != null) {
      throw Problem.invalid("wait", "contradiction", "waits for what is to come, not for the past")
          .exception();
    }
    if (moment != null && moment.isAfter(clock.instant())) {
      throw Problem.invalid("as_of", "out_of_bounds", "must not be in the future").exception();
    }
    requireViews();
    Order now = OrderAccess.find(reads, call);
    if (version != null && version > now.getVersion()) {
      throw Problem.of(
              404, "version_not_found", "The order is only at version " + now.getVersion() + ".")
          .exception();
    }
    Order was = asOf(now, version, moment);
    // Its seller of today need not have been one of its sellers then.
    if (!OrderAccess.mayRead(call.caller(), was)) {
      throw Problem.notFound("order").exception();
    }
    ObjectNode body = OrderJson.forCaller(was, call.caller());
    if (moment != null) {
      body.put("as_of", moment.toString());
    }
    return Reads.versioned(call, Answer.ok(body), was.getVersion());
  }

  private Order asOf(Order now, @Nullable Long version, @Nullable Instant moment) {
    Map<String, String> question =
        version != null
            ? Map.of("version", version.toString(), "through", version.toString())
            : Map.of(
                "as_of",
                Long.toString(moment == null ? 0 : moment.toEpochMilli()),
                "through",
                Long.toString(now.getVersion()));
    OrderAsOf answer =
        reads
            .ask(StateStore.ORDER_AS_OF, now.getOrderId(), question)
            .orElseThrow(() -> Problem.notFound("order").exception());
    if (answer.getIncomplete()) {
      throw notKept();
    }
    Order was = answer.getOrder();
    if (was == null) {
      throw Problem.of(404, "order_not_found", "There was no such order yet.").exception();
    }
    return was;
  }

  /** Ends the call when lists and the past are not kept in this installation. */
  void requireViews() {
    requireViews(reads);
  }

  static void requireViews(Reads reads) {
    if (!reads.has(StateClient.ORDER_VIEWS)) {
      throw Problem.of(
              404, "order_views_not_kept", "Lists and the past of orders are not kept here.")
          .exception();
    }
  }

  private static ProblemException notKept() {
    return Problem.of(
            410, "events_not_kept", "The order has more events than are kept for this answer.")
        .exception();
  }
}
