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
    return accept(request(order, captureId, amountMinor, command.isLast()).stream().toList());
  }

  /**
   * What a hand-over asks the provider to take: the shipment's amount, as far as it is promised and
   * not taken yet. The last one releases what is left of the promise. Nothing for a shipment that
   * was asked for before, for cash, where there is nothing left to take, and once so many were
   * asked for that only the last one has a place: it takes their money too.
   *
   * @param amountMinor what the units of the shipment cost, by shares that add up to the total
   * @param isLast whether nothing else will be handed over
   */
  static Optional<OrderEvent> share(
      Order order, String shipmentId, long amountMinor, boolean isLast) {
    Captures captures = order.payment().captures();
    // The last place is kept for whatever takes the rest.
    boolean isFull = !isLast && captures.all().size() >= Captures.CAPTURES_MAX - 1;
    return captures.find(shipmentId).isPresent() || isFull
        ? Optional.empty()
        : request(order, shipmentId, Math.min(amountMinor, order.capturableMinor()), isLast);
  }

  /** The event that asks for a capture; none of nothing. */
  private static Optional<OrderEvent> request(
      Order order, String captureId, long amountMinor, boolean isLast) {
    return amountMinor < 1
        ? Optional.empty()
        : Optional.of(
            new OrderEvent.CaptureRequested(
                captureId,
                RequestIds.capture(order.orderId(), order.attempt().number(), captureId),
                amountMinor,
                isLast || amountMinor == order.capturableMinor()));
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
