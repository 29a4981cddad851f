package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for again settles itself with its answer, once nothing else of its kind has failed
 * or has yet to be answered.
 */
final class Settlement {

  private Settlement() {}

  /**
   * The events, and behind them that something is settled, if they settle it.
   *
   * @param order before them
   */
  static Decision<OrderEvent, Refusal> of(Order order, Decision<OrderEvent, Refusal> decision) {
    if (order.care().troubles().isEmpty()
        || !(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)
        || accepted.events().stream().anyMatch(OrderEvent.OrderNeedsAttention.class::isInstance)) {
      return decision;
    }
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    for (OrderEvent event : accepted.events()) {
      String reason = settledBy(order, event);
      if (order.care().isOpen(reason)) {
        events.add(new OrderEvent.ExceptionResolved(actionOf(reason), List.of(reason), null));
      }
    }
    return accept(events);
  }

  /** The name of what this event settles; empty if it settles nothing. */
  private static String settledBy(Order order, OrderEvent event) {
    return switch (event) {
      case OrderEvent.PaymentCaptured e when isTaken(order, e.requestId()) ->
          Reasons.CAPTURE_FAILED;
      case OrderEvent.PaymentVoided e when isGivenBack(order, e.requestId()) -> Reasons.VOID_FAILED;
      // It was refused because the provider had never promised anything.
      case OrderEvent.PaymentStepFailed e
          when e.operation() == PaymentOperation.VOID && isGivenBack(order, e.requestId()) ->
          Reasons.VOID_FAILED;
      case OrderEvent.PaymentRefunded e when isRefunded(order, e.requestId()) ->
          Reasons.REFUND_FAILED;
      case OrderEvent.LineStockCommitted e when isSold(order, e.lineId()) ->
          Reasons.STOCK_COMMIT_REFUSED;
      case DrawEvent.DrawTaken e when CreditRetries.isSettledBut(order, e.holdId(), true) ->
          Reasons.CREDIT_TAKE_REFUSED;
      case DrawEvent.DrawGivenBack e
          when CreditRetries.isSettledBut(order, e.giveBackId(), false) ->
          Reasons.CREDIT_GIVE_BACK_REFUSED;
      case DrawEvent.StoreCreditIssued e
          when CreditRetries.isSettledBut(order, e.issueId(), false) ->
          Reasons.CREDIT_GIVE_BACK_REFUSED;
      default -> "";
    };
  }

  private static String actionOf(String reason) {
    return switch (reason) {
      case Reasons.STOCK_COMMIT_REFUSED -> Resolution.RETRY_STOCK.code();
      case Reasons.CREDIT_TAKE_REFUSED, Reasons.CREDIT_GIVE_BACK_REFUSED ->
          Resolution.RETRY_CREDIT.code();
      default -> Resolution.RETRY_PAYMENT_STEP.code();
    };
  }

  /** A capture that was refused for certain is settled too when others have taken all there is. */
  private static boolean isTaken(Order order, String requestId) {
    boolean isAllTaken = order.capturableMinor() == 0;
    return order.payment().captures().all().stream()
        .filter(one -> !one.requestId().equals(requestId))
        .noneMatch(
            one ->
                one.step() == Progress.ASKED
                    || (one.step() == Progress.FAILED
                        && (!isAllTaken || ExceptionDecider.isUnknown(order, one.requestId()))));
  }

  private static boolean isGivenBack(Order order, String requestId) {
    int attempt = OrderFold.attemptOfVoid(order, requestId);
    return order.payment().authorizations().stream()
        .filter(one -> one.attempt() != attempt)
        .noneMatch(one -> isAskedAgain(one) || ExceptionDecider.isFailed(order, one));
  }

  private static boolean isAskedAgain(Authorization one) {
    return one.voiding() == Progress.ASKED && one.voidsAsked() > 1;
  }

  /** A failed refund is settled too when others have given everything back. */
  private static boolean isRefunded(Order order, String requestId) {
    boolean isAllBack = order.payment().refundableMinor() == 0;
    return order.payment().refunds().stream()
        .filter(one -> !one.requestId().equals(requestId))
        .noneMatch(
            one ->
                one.step() == RefundStep.ASKED || (one.step() == RefundStep.FAILED && !isAllBack));
  }

  private static boolean isSold(Order order, String lineId) {
    return order.lines().stream()
        .filter(line -> !line.priced().lineId().equals(lineId))
        .noneMatch(line -> LostLines.isMissed(order, line) || line.stock() == LineStock.COMMITTING);
  }
}
