package dev.millrace.orders;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** Answers to the edge about orders. */
final class OrderReplies {

  /** How many requests may wait for the stock of one order to answer. */
  static final int WAITING_MAX = 16;

  private OrderReplies() {}

  static Reply accepted(Request request, Order order, Instant now) {
    return Replies.accepted(request, now).setOrder(OrderStateAvro.view(order)).build();
  }

  /** What became of a placement: the order, or the name of what ended the attempt. */
  static Reply placed(Request request, Order order, Instant now) {
    return switch (order.status()) {
      case REJECTED -> {
        String reason = order.reason() == null ? "rejected" : order.reason();
        yield withOrder(
            Replies.refused(
                request,
                now,
                reason,
                "The order was not accepted: " + reason + ".",
                refusedLines(order)),
            order);
      }
      case CANCELLED ->
          withOrder(
              Replies.refused(
                  request, now, "order_cancelled", "The order was cancelled.", List.of()),
              order);
      case PENDING_STOCK, PENDING_PAYMENT, CONFIRMED, FULFILLING, SHIPPED, DELIVERED, EXCEPTION ->
          accepted(request, order, now);
    };
  }

  static Reply refused(Request request, Refusal refusal, Instant now) {
    boolean hasProblem =
        refusal.pointer() != null || refusal.requested() != null || refusal.available() != null;
    return Replies.refused(
        request,
        now,
        refusal.name().code(),
        refusal.detail(),
        hasProblem
            ? List.of(
                new Problem(
                    refusal.pointer(),
                    refusal.name().code(),
                    refusal.detail(),
                    refusal.requested(),
                    refusal.available()))
            : List.of());
  }

  static WaitingRequest waiting(Request request) {
    return new WaitingRequest(
        request.commandId(),
        request.fingerprint(),
        request.replyPartition().orElse(Replies.NOBODY),
        request.position().getTopic(),
        request.position().getPartition(),
        request.position().getOffset());
  }

  static Request request(WaitingRequest waiting, Instant at) {
    return new Request(
        waiting.getCommandId(),
        waiting.getFingerprint(),
        OptionalInt.of(waiting.getReplyPartition()),
        new LogPosition(waiting.getTopic(), waiting.getPartition(), waiting.getOffset()),
        at);
  }

  private static List<Problem> refusedLines(Order order) {
    return order.lines().stream()
        .filter(line -> line.stock() == Order.LineStock.REFUSED)
        .map(
            line ->
                new Problem(
                    line.priced().sku(),
                    line.refusal() == null ? "refused" : line.refusal(),
                    "So many units of this SKU cannot be had.",
                    (long) line.priced().quantity(),
                    line.available() == null ? 0L : (long) line.available()))
        .toList();
  }

  private static Reply withOrder(Reply reply, Order order) {
    return Reply.newBuilder(reply).setOrder(OrderStateAvro.view(order)).build();
  }
}
