package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.http.Json;

/** Orders that hold further units of an order's lines, and the one that an order adds to. */
final class AdditionJson {

  private AdditionJson() {}

  static void add(ObjectNode node, Order order, Caller caller) {
    if (order.getAdditionTo() != null) {
      node.put("addition_to", order.getAdditionTo().getOrderId());
    }
    if (order.getAdditions() == null) {
      return;
    }
    ArrayNode all = node.putArray("additions");
    for (OrderAddition one : order.getAdditions()) {
      ObjectNode shown =
          all.addObject()
              .put("order_id", one.getOrderId())
              .put("edit_id", one.getEditId())
              .put("status", one.getStatus())
              .put("placed_at", one.getPlacedAt().toString());
      if (one.getReason() != null) {
        shown.put("reason", ShownNames.reason(one.getReason(), caller));
      }
      shown.set("total", Json.money(one.getTotalMinor(), order.getCurrency()));
      ArrayNode lines = shown.putArray("lines");
      for (UnitsOfLine units : one.getUnits()) {
        lines.addObject().put("line_id", units.getLineId()).put("quantity", units.getQuantity());
      }
    }
  }
}
