package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.OrderRefund;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.RefundedLine;
import dev.millrace.avro.orders.ReturnLine;
import dev.millrace.edge.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order's returns and refunds as answers show them. */
final class ReturnJson {

  private ReturnJson() {}

  static void add(ObjectNode node, Order order) {
    ArrayNode returns = node.putArray("returns");
    order.getReturns().forEach(one -> add(returns.addObject(), one, order.getCurrency()));
    ArrayNode refunds = node.putArray("refunds");
    order.getRefunds().forEach(one -> add(refunds.addObject(), one, order.getCurrency()));
  }

  private static void add(ObjectNode node, OrderReturn one, String currency) {
    node.put("return_id", one.getReturnId())
        .put("status", one.getStatus())
        .put("requested_at", one.getRequestedAt().toString());
    add(node, "note", one.getNote());
    add(node, "reason", one.getReason());
    if (one.getArriveBy() != null) {
      node.put("arrive_by", one.getArriveBy().toString());
    }
    add(node, "carrier", one.getCarrier());
    add(node, "tracking_number", one.getTrackingNumber());
    ArrayNode lines = node.putArray("lines");
    for (ReturnLine line : one.getLines()) {
      lines
          .addObject()
          .put("line_id", line.getLineId())
          .put("quantity", line.getQuantity())
          .put("reason", line.getReason())
          .put("resellable", line.getResellable())
          .put("damaged", line.getDamaged())
          .put("missing", line.getMissing())
          .put("accepted", line.getAccepted())
          .put("exchanged", line.getExchanged());
    }
    if (one.getExchanges() != null) {
      ArrayNode exchanges = node.putArray("exchanges");
      one.getExchanges().forEach(exchange -> add(exchanges.addObject(), exchange));
    }
    node.put("refund_to", one.getRefundTo() == null ? "original" : one.getRefundTo());
    node.set("items", Json.money(one.getItemsMinor(), currency));
    node.set("restocking_fee", Json.money(one.getRestockingFeeMinor(), currency));
    node.set("return_shipping_fee", Json.money(one.getReturnShippingFeeMinor(), currency));
    node.set("shipping", Json.money(one.getShippingMinor(), currency));
    node.set("refund", Json.money(one.getRefundMinor(), currency));
  }

  /** The exchanges that a seller sends; nothing if there are none. */
  static void addExchanges(ObjectNode node, Order order, String sellerId) {
    List<OrderExchange> own =
        order.getReturns().stream()
            .filter(one -> one.getExchanges() != null)
            .flatMap(one -> one.getExchanges().stream())
            .filter(one -> one.getSellerId().equals(sellerId))
            .toList();
    if (!own.isEmpty()) {
      ArrayNode exchanges = node.putArray("exchanges");
      own.forEach(exchange -> add(exchanges.addObject(), exchange));
    }
  }

  private static void add(ObjectNode node, OrderExchange exchange) {
    node.put("exchange_id", exchange.getExchangeId())
        .put("line_id", exchange.getLineId())
        .put("sku_id", exchange.getSku())
        .put("seller_id", exchange.getSellerId())
        .put("quantity", exchange.getQuantity())
        .put("status", exchange.getStatus())
        .put("sent", exchange.getStatus().equals("sold") ? exchange.getUnits() : 0);
    add(node, "reason", exchange.getReason());
  }

  private static void add(ObjectNode node, OrderRefund one, String currency) {
    node.put("refund_id", one.getRefundId())
        .put("reason", one.getReason())
        .put("refund_to", one.getRefundTo())
        .put("granted_at", one.getGrantedAt().toString());
    node.set("amount", Json.money(one.getAmountMinor(), currency));
    ArrayNode lines = node.putArray("lines");
    for (RefundedLine line : one.getLines()) {
      lines
          .addObject()
          .put("line_id", line.getLineId())
          .set("amount", Json.money(line.getAmountMinor(), currency));
    }
  }

  private static void add(ObjectNode node, String name, @Nullable String text) {
    if (text != null) {
      node.put(name, text);
    }
  }
}
