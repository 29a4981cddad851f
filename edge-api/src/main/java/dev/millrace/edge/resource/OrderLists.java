package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.bus.OrderLogEnd;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.http.Texts;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.OrderListKey;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * GET /v1/orders, the latest first. An order is listed in its own partition, so a list asks every
 * partition for its first entries and merges them. The place of the last one is the cursor: places
 * never change, and later orders come before it, so no page moves under its reader.
 */
public final class OrderLists {

  private static final int LIMIT_MAX = 100;
  private static final int LIMIT_DEFAULT = 20;
  private static final int CURSOR_LENGTH_MAX = 1_024;

  private final Reads reads;
  private final EveryPartition partitions;
  private final FollowedOrders followed;

  /** Whose list. */
  private record Wanted(StateStore<OrderSummary> list, String owner) {}

  public OrderLists(Topics topics, Reads reads, OrderLogEnd logEnd) {
    this.reads = reads;
    this.partitions = new EveryPartition(topics.orderEvents().partitions());
    this.followed = new FollowedOrders(topics, reads, logEnd, partitions);
  }

  public Answer list(Call call) {
    Wanted wanted = wanted(call);
    int limit = limit(call);
    String prefix = OrderListKey.first(wanted.owner());
    List<StatePage<OrderSummary>> pages = pages(call, wanted.list(), prefix, limit);
    List<StatePage.Entry<OrderSummary>> merged =
        pages.stream()
            .flatMap(page -> page.entries().stream())
            .sorted(Comparator.comparing(StatePage.Entry::key))
            .toList();
    List<StatePage.Entry<OrderSummary>> listed = merged.subList(0, Math.min(limit, merged.size()));
    boolean more = merged.size() > limit || pages.stream().anyMatch(StatePage::more);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    boolean forSeller = wanted.list().equals(StateStore.ORDERS_BY_SELLER);
    listed.forEach(entry -> items.add(json(entry.value(), forSeller)));
    body.put(
        "next",
        more && !listed.isEmpty()
            ? cursor(listed.getLast().key().substring(prefix.length()))
            : null);
    return Answer.ok(body);
  }

  /** How many entries the call asks for. */
  static int limit(Call call) {
    Long asked = call.queryNumber("limit", 1, LIMIT_MAX);
    return asked == null ? LIMIT_DEFAULT : asked.intValue();
  }

  /** Of every partition the first entries that the call asks for, behind its cursor. */
  <V extends SpecificRecord> List<StatePage<V>> pages(
      Call call, StateStore<V> list, String prefix, int limit) {
    String place = place(call.query("cursor", CURSOR_LENGTH_MAX));
    OrderPast.requireViews(reads);
    followed.await(StateStore.ORDER_POSITIONS, call.minPosition());
    return partitions.ask(
        partition ->
            reads.page(list, partition, prefix, place == null ? null : prefix + place, limit));
  }

  private static Wanted wanted(Call call) {
    String customer = id(call, "customer_id");
    String seller = id(call, "seller_id");
    String self = call.caller().subject();
    if (call.caller().isStaff()) {
      if (customer != null && seller == null) {
        return new Wanted(StateStore.ORDERS_BY_CUSTOMER, customer);
      }
      if (seller != null && customer == null) {
        return new Wanted(StateStore.ORDERS_BY_SELLER, seller);
      }
      throw Problem.invalid("customer_id", "required", "name either a customer_id or a seller_id")
          .exception();
    }
    boolean isSeller = call.caller().role() == Role.SELLER;
    String own = isSeller ? seller : customer;
    String others = isSeller ? customer : seller;
    if (others != null || (own != null && !own.equals(self))) {
      throw Problem.of(403, "not_your_orders", "Only orders of one's own may be listed.")
          .exception();
    }
    return new Wanted(isSeller ? StateStore.ORDERS_BY_SELLER : StateStore.ORDERS_BY_CUSTOMER, self);
  }

  private static @Nullable String id(Call call, String name) {
    String value = call.query(name, Texts.ID_LENGTH_MAX);
    if (value != null && !Texts.isId(value)) {
      throw Problem.invalid(name, "invalid_id", Texts.ID_RULE).exception();
    }
    return value;
  }

  private static ObjectNode json(OrderSummary order, boolean forSeller) {
    ObjectNode node = Json.object().put("order_id", order.getOrderId());
    if (!forSeller) {
      node.put("customer_id", order.getCustomerId());
    }
    node.put("status", order.getStatus())
        .put("placed_at", order.getPlacedAt().toString())
        .put("line_count", order.getLineCount());
    node.set("total", Json.money(order.getTotalMinor(), order.getCurrency()));
    return node;
  }

  static String cursor(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String place(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (OrderListKey.isPlace(place)) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: one answer for all that is not a cursor.
    }
    throw Problem.invalid("cursor", "invalid_cursor", "is not a cursor of this list").exception();
  }
}
