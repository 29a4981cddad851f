package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Captures.Capture;
import dev.millrace.orders.order.OrderCommand.CapturePayment;
import dev.millrace.schemas.id.Ids;
import java.util.Optional;

/** Takes promised money by hand, in parts or in whole. */
final class CaptureDecider {

  private CaptureDecider() {}

  static Decision<OrderEvent, Refusal> decide(Order order, CapturePayment command) {
    String captureId = command.captureId();
    Long wanted = command.amountMinor();
    if (captureId.isBlank()
        || captureId.length() > Ids.LENGTH_MAX
        || (wanted != null && wanted < 1)) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A capture has an id, and an amount of at least 1 if it names one.");
    }
    Payment payment = order.payment();
    Optional<Capture> before = payment.captures().find(captureId);
    if (before.isPresent()) {
      return wanted == null || wanted == before.get().amountMinor()
          ? accept()
          : refuse(
              OrderRejection.CAPTURE_ID_REUSED,
              captureId,
              "This capture has been asked for with another amount.");
    }
    if (!order.stands() && order.status() != Order.Status.EXCEPTION) {
      return refuse(
          OrderRejection.ORDER_NOT_CAPTURABLE,
          order.orderId(),
          "Only the money of an order that stands is taken.");
    }
    long leftMinor = order.capturableMinor();
    if (leftMinor == 0) {
      return refuse(
          OrderRejection.NOTHING_TO_CAPTURE,
          order.orderId(),
          "Nothing is promised that is not taken or given back.");
    }
    long amountMinor = wanted == null ? leftMinor : wanted;
    if (amountMinor > leftMinor) {
      return reject(
          new Refusal(
              OrderRejection.CAPTURE_EXCEEDS_AUTHORIZED,
              "No more is taken than was promised.",
              captureId,
              amountMinor,
              leftMinor));
    }
    if (payment.captures().all().size() >= Captures.CAPTURES_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_CAPTURES,
          order.orderId(),
          "A payment is taken in at most %d parts.".formatted(Captures.CAPTURES_MAX));
    }
    return accept(
        payment
            .captureOf(order, captureId, amountMinor, command.isLast())
            .map(java.util.List::<OrderEvent>of)
            .orElse(java.util.List.of()));
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
