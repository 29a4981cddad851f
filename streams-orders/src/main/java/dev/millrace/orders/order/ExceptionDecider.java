package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Order.Status;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.ResolveException;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.Promise;
import dev.millrace.orders.order.Payment.Refund;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settles what needs a person. What is asked for again settles itself with its answer, see {@link
 * Settlement}: until then the order stays where the staff see it.
 */
final class ExceptionDecider {

  static final int RETRIES_MAX = 100;

  private ExceptionDecider() {}

  static Decision<OrderEvent, Refusal> decide(
      Order order, ResolveException command, Caller caller) {
    Optional<Resolution> action = Resolution.ofCode(command.action());
    if (action.isEmpty()
        || (command.note() != null && command.note().length() > PlacementRules.TEXT_LENGTH_MAX)) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "An action is retry_payment_step, retry_stock, retry_credit, accept_as_is or cancel.");
    }
    if (order.care().troubles().isEmpty()) {
      return refuse(
          OrderRejection.NOTHING_TO_RESOLVE, order.orderId(), "Nothing of it needs a person.");
    }
    return switch (action.get()) {
      case RETRY_PAYMENT_STEP -> again(order, paymentSteps(order));
      case RETRY_STOCK -> again(order, lostLines(order));
      case RETRY_CREDIT -> again(order, CreditRetries.of(order));
      case ACCEPT_AS_IS -> acceptAsIs(order, command);
      case CANCEL -> cancel(order, command, caller);
    };
  }

  private static Decision<OrderEvent, Refusal> again(Order order, List<OrderEvent> steps) {
    if (steps.isEmpty()) {
      return refuse(
          OrderRejection.RESOLUTION_NOT_APPLICABLE,
          order.orderId(),
          "Nothing of that kind has failed, or it is being asked for again already.");
    }
    return order.care().retries() + steps.size() > RETRIES_MAX
        ? refuse(
            OrderRejection.TOO_MANY_RETRIES,
            order.orderId(),
            "An order asks at most %d times again.".formatted(RETRIES_MAX))
        : accept(steps);
  }

  /** What failed, each with the request that asks for it again. */
  private static List<OrderEvent> paymentSteps(Order order) {
    List<OrderEvent> steps = new ArrayList<>();
    Payment payment = order.payment();
    captureSteps(order, steps);
    for (Authorization one : payment.authorizations()) {
      if (isFailed(order, one)) {
        steps.add(
            new OrderEvent.PaymentStepRetried(
                PaymentOperation.VOID,
                RequestIds.voiding(order.orderId(), one.attempt(), one.voidsAsked()),
                RequestIds.voiding(order.orderId(), one.attempt(), one.voidsAsked() + 1),
                one.amountMinor()));
      }
    }
    refundSteps(order, steps);
    return steps;
  }

  /** One of which nobody knows keeps its amount with its key; others take what may be taken now. */
  private static void captureSteps(Order order, List<OrderEvent> steps) {
    if (order.status() == Status.CANCELLED) {
      return;
    }
    long leftMinor = order.capturableMinor();
    for (boolean unknown : new boolean[] {true, false}) {
      for (Captures.Capture one : order.payment().captures().all()) {
        long amountMinor = unknown ? one.amountMinor() : Math.min(one.amountMinor(), leftMinor);
        if (one.step() == Progress.FAILED
            && isUnknown(order, one.requestId()) == unknown
            && amountMinor > 0
            && amountMinor <= leftMinor) {
          leftMinor -= amountMinor;
          steps.add(
              step(order, PaymentOperation.CAPTURE, one.requestId(), amountMinor, steps.size()));
        }
      }
    }
  }

  /**
   * Those of which nobody knows keep their amount with their key, so they come first; the others
   * take what is left, because another refund may have covered them meanwhile.
   */
  private static void refundSteps(Order order, List<OrderEvent> steps) {
    long refundableMinor = order.payment().refundableMinor();
    for (boolean unknown : new boolean[] {true, false}) {
      for (Refund one : order.payment().refunds()) {
        long amountMinor =
            unknown ? one.amountMinor() : Math.min(one.amountMinor(), refundableMinor);
        if (one.step() == RefundStep.FAILED
            && isUnknown(order, one.requestId()) == unknown
            && amountMinor > 0
            && amountMinor <= refundableMinor) {
          refundableMinor -= amountMinor;
          steps.add(
              step(order, PaymentOperation.REFUND, one.requestId(), amountMinor, steps.size()));
        }
      }
    }
  }

  static boolean isUnknown(Order order, String requestId) {
    return order.care().unresolved().contains(requestId);
  }

  /**
   * The provider's key makes a repeated request safe: so one of which nobody knows what became of
   * it keeps its key, and only one that was refused for certain gets another.
   */
  private static OrderEvent step(
      Order order,
      PaymentOperation operation,
      String failedRequestId,
      long amountMinor,
      int before) {
    return new OrderEvent.PaymentStepRetried(
        operation,
        failedRequestId,
        isUnknown(order, failedRequestId)
            ? failedRequestId
            : RequestIds.again(failedRequestId, order.care().retries() + before + 1),
        amountMinor);
  }

  /** A promise that nobody ever heard of need not be given back. */
  static boolean isFailed(Order order, Authorization one) {
    return one.voiding() == Progress.FAILED
        && (one.promise() == Promise.AUTHORIZED
            || isUnknown(
                order, RequestIds.voiding(order.orderId(), one.attempt(), one.voidsAsked())));
  }

  private static List<OrderEvent> lostLines(Order order) {
    if (order.status() != Status.EXCEPTION) {
      return List.of();
    }
    List<OrderEvent> lines = new ArrayList<>();
    for (Order.Line line : order.lines()) {
      if (LostLines.isMissed(order, line)) {
        lines.add(
            new OrderEvent.LineStockRetried(
                line.priced().lineId(),
                line.reservationId(),
                order.care().retries() + lines.size() + 1));
      }
    }
    return lines;
  }

  private static Decision<OrderEvent, Refusal> acceptAsIs(Order order, ResolveException command) {
    if (command.note() == null || command.note().isBlank()) {
      return refuse(
          OrderRejection.NOTE_REQUIRED, order.orderId(), "Say in a note how it was settled.");
    }
    List<OrderEvent> events = new ArrayList<>();
    for (Care.Hold hold : order.care().holds()) {
      if (hold.reason().equals(Reasons.FRAUD_REVIEW)) {
        events.add(new OrderEvent.OrderHoldReleased(hold.holdId()));
      }
    }
    events.add(
        new OrderEvent.ExceptionResolved(
            command.action(),
            order.care().troubles().stream().map(Trouble::reason).toList(),
            command.note()));
    return accept(events);
  }

  private static Decision<OrderEvent, Refusal> cancel(
      Order order, ResolveException command, Caller caller) {
    String reason = command.note() == null ? "could not be resolved" : command.note();
    return OrderDecider.cancel(
        order, new OrderCommand.CancelOrder(command.commandId(), reason), caller);
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
