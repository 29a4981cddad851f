package dev.millrace.edge;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.orders.ExceptionResolved;
import dev.millrace.avro.orders.FraudFacts;
import dev.millrace.avro.orders.FraudFlagged;
import dev.millrace.avro.orders.LineStockHeld;
import dev.millrace.avro.orders.OrderCancelled;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderNeedsAttention;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.OrderRejected;
import dev.millrace.avro.orders.PaymentRequested;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderSummary;
import java.time.Instant;
import java.util.List;

/** What the views would say of one order. */
final class OrderSamples {

  private static final Actor SYSTEM = new Actor(ActorRole.SYSTEM, "payments-7");

  private OrderSamples() {}

  static OrderAsOf asOf(String orderId, String customerId) {
    return new OrderAsOf(4L, false, Samples.order(orderId, customerId, "pending_stock", 2));
  }

  /** Placed, held, payment asked, and something that only people of ours should know. */
  static List<OrderEvent> events(String orderId, String customerId) {
    return List.of(
        event(orderId, 1, "orderPlaced")
            .setOrderPlaced(
                new OrderPlaced(
                    1,
                    customerId,
                    Samples.quote("quo_1", "crt_1", customerId, Samples.NOW),
                    Samples.order(orderId, customerId, "x", 1).getShippingAddress(),
                    "pm_card_visa",
                    "digest",
                    Samples.NOW,
                    false,
                    new FraudFacts(List.of(Samples.NOW), "FR"),
                    false,
                    null,
                    null))
            .build(),
        event(orderId, 2, "lineStockHeld")
            .setLineStockHeld(
                new LineStockHeld(
                    "lin_1",
                    "rsv_1",
                    Samples.NOW,
                    List.of(new dev.millrace.avro.inventory.Allocation("wh_main", 2)),
                    0,
                    null))
            .build(),
        event(orderId, 3, "paymentRequested")
            .setPaymentRequested(new PaymentRequested("pay_1", 4_818L, Samples.NOW))
            .build(),
        event(orderId, 4, "orderNeedsAttention")
            .setOrderNeedsAttention(new OrderNeedsAttention("money_in_doubt", "ask Größe & Co."))
            .build());
  }

  static OrderEvent cancelled(String orderId, long sequence) {
    return event(orderId, sequence, "orderCancelled")
        .setOrderCancelled(new OrderCancelled(SYSTEM, "zu groß – 大きすぎる\nreally"))
        .build();
  }

  /** What the fraud check said of an attempt, and what came of it. */
  static List<OrderEvent> flagged(String orderId, long sequence) {
    return List.of(
        event(orderId, sequence, "fraudFlagged")
            .setFraudFlagged(new FraudFlagged("refuse", List.of("fraud_country"), "opr_1"))
            .build(),
        event(orderId, sequence + 1, "orderRejected")
            .setOrderRejected(new OrderRejected("fraud_refused"))
            .build(),
        event(orderId, sequence + 2, "exceptionResolved")
            .setExceptionResolved(
                new ExceptionResolved("accept_as_is", List.of("fraud_review"), "no fraud"))
            .build());
  }

  static OrderSummary summary(String orderId, String customerId, Instant placedAt) {
    return new OrderSummary(orderId, customerId, "confirmed", "USD", 4_818L, 1, placedAt);
  }

  private static OrderEvent.Builder event(String orderId, long sequence, String type) {
    return OrderEvent.newBuilder()
        .setEventId(orderId + ":" + sequence)
        .setOrderId(orderId)
        .setSequence(sequence)
        .setAt(Samples.NOW.minusSeconds(60 - sequence))
        .setCommandId("cmd_" + sequence)
        .setActor(SYSTEM)
        .setType(type);
  }
}
