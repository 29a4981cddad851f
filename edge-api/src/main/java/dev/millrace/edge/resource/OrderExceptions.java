package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.OrderListKey;
import java.util.Comparator;
import java.util.List;

/**
 * GET /v1/exceptions: orders that need a person, those that began to need one latest first. Merged
 * from all partitions as other lists of orders are.
 */
public final class OrderExceptions {

  private final OrderLists lists;

  public OrderExceptions(OrderLists lists) {
    this.lists = lists;
  }

  public Answer list(Call call) {
    int limit = OrderLists.limit(call);
    String prefix = OrderListKey.first(OrderListKey.EXCEPTIONS);
    List<StatePage<OrderException>> pages =
        lists.pages(call, StateStore.ORDERS_IN_EXCEPTION, prefix, limit);
    List<StatePage.Entry<OrderException>> merged =
        pages.stream()
            .flatMap(page -> page.entries().stream())
            .sorted(Comparator.comparing(StatePage.Entry::key))
            .toList();
    List<StatePage.Entry<OrderException>> listed =
        merged.subList(0, Math.min(limit, merged.size()));
    boolean more = merged.size() > limit || pages.stream().anyMatch(StatePage::more);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    listed.forEach(entry -> items.add(json(entry.value())));
    body.put(
        "next",
        more && !listed.isEmpty()
            ? OrderLists.cursor(listed.getLast().key().substring(prefix.length()))
            : null);
    return Answer.ok(body);
  }

  private static ObjectNode json(OrderException exception) {
    OrderSummary order = exception.getOrder();
    ObjectNode node =
        Json.object()
            .put("order_id", order.getOrderId())
            .put("customer_id", order.getCustomerId())
            .put("status", order.getStatus())
            .put("placed_at", order.getPlacedAt().toString())
            .put("since", exception.getTroubles().getFirst().getSince().toString());
    node.set("total", Json.money(order.getTotalMinor(), order.getCurrency()));
    OrderJson.addTroubles(node.putArray("troubles"), exception.getTroubles());
    ArrayNode resolutions = node.putArray("resolutions");
    exception.getResolutions().forEach(resolutions::add);
    return node;
  }
}
