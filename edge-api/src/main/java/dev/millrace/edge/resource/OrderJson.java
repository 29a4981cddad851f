package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderHold;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.OrderTrouble;
import dev.millrace.avro.orders.TimelineEntry;
import dev.millrace.avro.orders.UnitsShort;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Orders and checkouts as answers show them. */
final class OrderJson {

  private OrderJson() {}

  static ObjectNode checkout(Order order, Caller caller) {
    ObjectNode node =
        Json.object()
            .put("checkout_id", order.getOrderId())
            .put("order_id", order.getOrderId())
            .put("status", order.getStatus())
            .put("currency", order.getCurrency());
    if (order.getReason() != null) {
      node.put("reason", ShownNames.reason(order.getReason(), caller));
    }
    node.set("order_preview_total", Json.money(order.getTotalMinor(), order.getCurrency()));
    addUnitsShort(node, order, one -> true);
    addNextAction(node, order);
    return node;
  }

  /** The order as its reader may see it. */
  static ObjectNode forCaller(Order order, Caller caller) {
    if (caller.role() == Role.SELLER) {
      return forSeller(order, caller.subject());
    }
    ObjectNode node = of(order, caller);
    return caller.isStaff() ? withCare(node, order) : node;
  }

  /** Why an order waits, and what is the matter with it, concerns our staff only. */
  private static ObjectNode withCare(ObjectNode node, Order order) {
    ArrayNode holds = node.putArray("holds");
    for (OrderHold hold : order.getHolds()) {
      holds
          .addObject()
          .put("hold_id", hold.getHoldId())
          .put("reason", hold.getReason())
          .put("note", hold.getNote())
          .put("at", hold.getAt().toString());
    }
    addTroubles(node.putArray("troubles"), order.getTroubles());
    return node;
  }

  static void addTroubles(ArrayNode node, List<OrderTrouble> troubles) {
    for (OrderTrouble trouble : troubles) {
      node.addObject()
          .put("reason", trouble.getReason())
          .put("since", trouble.getSince().toString());
    }
  }

  /**
   * A seller sees its own lines: neither who else sells nor whose order it is, where it goes or how
   * it is paid.
   */
  private static ObjectNode forSeller(Order order, String sellerId) {
    ObjectNode node =
        Json.object()
            .put("order_id", order.getOrderId())
            .put("status", order.getStatus())
            .put("version", order.getVersion())
            .put("currency", order.getCurrency())
            .put("placed_at", order.getPlacedAt().toString())
            .put("updated_at", order.getAt().toString());
    ArrayNode lines = node.putArray("lines");
    long totalMinor = 0;
    for (OrderLine line : order.getLines()) {
      if (line.getSellerId().equals(sellerId)) {
        addLine(lines.addObject(), line, order.getCurrency());
        totalMinor = Math.addExact(totalMinor, line.getTotalMinor());
      }
    }
    node.set("total", Json.money(totalMinor, order.getCurrency()));
    addUnitsShort(node, order, one -> one.getSellerId().equals(sellerId));
    ReturnJson.addExchanges(node, order, sellerId);
    ShipmentJson.add(
        node,
        order.getOrderId(),
        order.getShipments(),
        shipment -> shipment.getSellerId().equals(sellerId));
    return node;
  }

  private static ObjectNode of(Order order, Caller caller) {
    String currency = order.getCurrency();
    ObjectNode node =
        Json.object()
            .put("order_id", order.getOrderId())
            .put("customer_id", order.getCustomerId())
            .put("cart_id", order.getCartId())
            .put("status", order.getStatus())
            .put("reason", ShownNames.reasonIfAny(order.getReason(), caller))
            .put("version", order.getVersion())
            .put("attempt", order.getAttempt())
            .put("on_hold", !order.getHolds().isEmpty())
            .put("currency", currency)
            .put("shipping_option_id", order.getShippingOptionId())
            .put("placed_at", order.getPlacedAt().toString())
            .put("updated_at", order.getAt().toString());
    ArrayNode lines = node.putArray("lines");
    order.getLines().forEach(line -> addLine(lines.addObject(), line, currency));
    addUnitsShort(node, order, one -> true);
    ObjectNode totals = node.putObject("totals");
    totals.set("subtotal", Json.money(order.getSubtotalMinor(), currency));
    totals.set("discount", Json.money(order.getDiscountMinor(), currency));
    totals.set("shipping", Json.money(order.getShippingMinor(), currency));
    totals.set("tax", Json.money(order.getTaxMinor(), currency));
    totals.set("total", Json.money(order.getTotalMinor(), currency));
    totals.set("cancelled", Json.money(order.getCancelledMinor(), currency));
    ObjectNode payment = node.putObject("payment").put("status", order.getPaymentStatus());
    payment.set("authorized", Json.money(order.getAuthorizedMinor(), currency));
    payment.set("captured", Json.money(order.getCapturedMinor(), currency));
    payment.set("refunded", Json.money(order.getRefundedMinor(), currency));
    payment.set("voided", Json.money(order.getVoidedMinor(), currency));
    PaymentJson.add(payment, order);
    addNextAction(node, order);
    node.set("shipping_address", Addresses.json(order.getShippingAddress()));
    ShipmentJson.add(node, order.getOrderId(), order.getShipments(), shipment -> true);
    ReturnJson.add(node, order);
    AdditionJson.add(node, order, caller);
    ArrayNode timeline = node.putArray("timeline");
    for (TimelineEntry entry : order.getTimeline()) {
      timeline
          .addObject()
          .put("at", entry.getAt().toString())
          .put("event", ShownNames.event(entry.getEvent(), caller))
          .put("actor", entry.getActor().getRole().name().toLowerCase(Locale.ROOT));
    }
    return node;
  }

  /** What was wanted and could not be had; nothing where all was. */
  private static void addUnitsShort(ObjectNode node, Order order, Predicate<UnitsShort> mayBeSeen) {
    List<UnitsShort> missing =
        order.getUnitsShort() == null
            ? List.of()
            : order.getUnitsShort().stream().filter(mayBeSeen).toList();
    if (!missing.isEmpty()) {
      ArrayNode all = node.putArray("units_short");
      for (UnitsShort one : missing) {
        all.addObject()
            .put("line_id", one.getLineId())
            .put("sku_id", one.getSku())
            .put("seller_id", one.getSellerId())
            .put("requested", one.getRequested())
            .put("allocated", one.getAllocated())
            .put("reason", one.getRefusal());
      }
    }
  }

  /** orderPlaced becomes order_placed. */
  static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static void addNextAction(ObjectNode node, Order order) {
    if (order.getActionUrl() != null) {
      node.putObject("next_action").put("type", "redirect").put("url", order.getActionUrl());
    }
  }

  private static void addLine(ObjectNode node, OrderLine line, String currency) {
    node.put("line_id", line.getLineId())
        .put("sku_id", line.getSku())
        .put("seller_id", line.getSellerId())
        .put("quantity", line.getQuantity())
        .put("returned", line.getReturned())
        .put("cancelled", line.getCancelled())
        .put("stock_status", line.getStockStatus());
    if (line.getAvailable() != null) {
      node.put("available", line.getAvailable());
    }
    node.put("backordered", line.getBackordered());
    if (line.getPromisedAt() != null) {
      node.put("promised_at", line.getPromisedAt().toString());
    }
    node.set("unit_price", Json.money(line.getUnitPriceMinor(), currency));
    node.set("discount", Json.money(line.getDiscountMinor(), currency));
    node.set("tax", Json.money(line.getTaxMinor(), currency));
    node.set("total", Json.money(line.getTotalMinor(), currency));
  }
}
