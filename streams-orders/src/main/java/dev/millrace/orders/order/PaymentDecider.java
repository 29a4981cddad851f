package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.PaymentAnswered;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.Promise;
import dev.millrace.orders.order.Payment.RefundStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the provider's answers and the shopper's confirmation do to an order. */
final class PaymentDecider {

  private final CheckoutTerms terms;

  PaymentDecider(CheckoutTerms terms) {
    this.terms = terms;
  }

  /**
   * What follows once an attempt's last hold, which ends at {@code lastHoldEnds}, is there: the
   * provider is asked, or the order stands and is paid in cash.
   */
  List<OrderEvent> begin(Order order, Instant lastHoldEnds, Instant now) {
    var confirmed = new OrderEvent.OrderConfirmed(order.attempt().checkoutCommandId(), null);
    if (order.draws().paysAny() && order.dueMinor() == 0) {
      // Gift cards and store credit pay it all.
      return List.of(confirmed);
    }
    return order.attempt().placement().isCashOnDelivery()
        ? List.of(new OrderEvent.CashAgreed(order.dueMinor()), confirmed)
        : List.of(request(order, lastHoldEnds, now));
  }

  private OrderEvent.PaymentRequested request(Order order, Instant lastHoldEnds, Instant now) {
    Instant holdsEnd =
        lastHoldEnds.isBefore(Answers.holdsEnd(order)) ? lastHoldEnds : Answers.holdsEnd(order);
    return new OrderEvent.PaymentRequested(
        RequestIds.authorize(order.orderId(), order.attempt().number()),
        order.dueMinor(),
        deadline(now, terms.paymentDeadline(), holdsEnd));
  }

  boolean takesWithShipments() {
    return terms.capture() == CheckoutTerms.Capture.ON_SHIPMENT;
  }

  /**
   * What the hand-over of a shipment asks of the provider, if money is taken with shipments; see
   * {@link CaptureDecider#share}.
   */
  List<OrderEvent> handedOver(Order order, String shipmentId, long amountMinor, boolean isLast) {
    return takesWithShipments()
        ? CaptureDecider.share(order, shipmentId, amountMinor, isLast).stream().toList()
        : List.of();
  }

  /** The shopper says the provider's action is done: the provider is asked again. */
  Decision<OrderEvent, Refusal> confirm(Order order, Instant now) {
    Optional<Authorization> current = current(order);
    if (current.isEmpty()) {
      return notRequired();
    }
    if (order.status() == Order.Status.PENDING_PAYMENT
        && (order.payment().status() == Payment.Status.REQUIRES_ACTION
            || order.payment().status() == Payment.Status.PENDING)) {
      int confirmations = current.get().confirmations() + 1;
      if (confirmations > OrderDecider.CONFIRMATIONS_MAX) {
        return reject(
            Refusal.of(
                OrderRejection.TOO_MANY_CONFIRMATIONS,
                "A payment is confirmed at most %d times."
                    .formatted(OrderDecider.CONFIRMATIONS_MAX)));
      }
      return accept(
          new OrderEvent.PaymentRequested(
              RequestIds.confirm(order.orderId(), order.attempt().number(), confirmations),
              current.get().amountMinor(),
              deadline(now, terms.paymentDeadline(), Answers.holdsEnd(order))));
    }
    // The provider may have told of the money by itself before the shopper came back.
    boolean alreadyConfirmed =
        (current.get().confirmations() > 0 || current.get().promise() == Promise.AUTHORIZED)
            && (order.isPending() || order.stands());
    return alreadyConfirmed ? accept() : notRequired();
  }

  Decision<OrderEvent, Refusal> decide(Order order, PaymentAnswered answer, Instant now) {
    return switch (answer.operation()) {
      case AUTHORIZE -> authorize(order, answer, now);
      case CAPTURE -> capture(order, answer);
      case VOID -> voiding(order, answer);
      case REFUND -> refund(order, answer);
      case UNKNOWN -> accept();
    };
  }

  private Decision<OrderEvent, Refusal> authorize(
      Order order, PaymentAnswered answer, Instant now) {
    Optional<Authorization> asked =
        order.payment().authorizations().stream()
            .filter(one -> one.wasAskedBy(order.orderId(), answer.requestId()))
            .findFirst();
    if (asked.isEmpty() || asked.get().promise() == Promise.AUTHORIZED) {
      return accept();
    }
    boolean live =
        order.status() == Order.Status.PENDING_PAYMENT
            && asked.get().attempt() == order.attempt().number();
    return live
        ? liveAnswer(order, asked.get(), answer, now)
        : lateAnswer(order, asked.get(), answer);
  }

  private Decision<OrderEvent, Refusal> liveAnswer(
      Order order, Authorization asked, PaymentAnswered answer, Instant now) {
    if (answer.outcome() == PaymentOutcome.SUCCEEDED) {
      return authorized(order, asked, answer, now);
    }
    boolean isAwaited =
        order.payment().status() == Payment.Status.AUTHORIZING
            // Whoever confirms later may also refuse later.
            || (order.payment().status() == Payment.Status.PENDING
                && answer.outcome() == PaymentOutcome.DECLINED);
    // An older request of the same promise says nothing about the latest one.
    if (!answer.requestId().equals(asked.requestId(order.orderId())) || !isAwaited) {
      return accept();
    }
    return switch (answer.outcome()) {
      case SUCCEEDED -> throw new IllegalStateException("handled before");
      case DECLINED ->
          accept(
              new OrderEvent.PaymentDeclined(answer.requestId(), codeOf(answer)),
              new OrderEvent.OrderRejected(Reasons.PAYMENT_DECLINED));
      case ACTION_REQUIRED ->
          accept(
              new OrderEvent.PaymentActionRequired(
                  answer.requestId(),
                  answer.actionUrl(),
                  answer.providerReference(),
                  deadline(now, terms.actionDeadline(), Answers.holdsEnd(order))));
      case PENDING ->
          accept(
              new OrderEvent.PaymentPending(
                  answer.requestId(),
                  answer.providerReference(),
                  deadline(now, terms.actionDeadline(), Answers.holdsEnd(order))));
      case UNRESOLVED -> accept(new OrderEvent.OrderRejected(Reasons.PAYMENT_UNRESOLVED));
    };
  }

  private Decision<OrderEvent, Refusal> authorized(
      Order order, Authorization asked, PaymentAnswered answer, Instant now) {
    OrderEvent promised = promise(answer);
    if (answer.amountMinor() != asked.amountMinor()) {
      return accept(promised, new OrderEvent.OrderRejected(Reasons.PAYMENT_AMOUNT_MISMATCH));
    }
    if (!now.isBefore(Answers.holdsEnd(order))) {
      return accept(promised, new OrderEvent.OrderRejected(Reasons.PAYMENT_TIMEOUT));
    }
    String captureRequestId =
        switch (terms.capture()) {
          case ON_CONFIRMATION -> RequestIds.capture(order.orderId(), order.attempt().number());
          case ON_SHIPMENT, MANUAL -> null;
        };
    return accept(
        promised,
        new OrderEvent.OrderConfirmed(order.attempt().checkoutCommandId(), captureRequestId));
  }

  /** The attempt was given up and its void asked for; what the provider did is recorded. */
  private static Decision<OrderEvent, Refusal> lateAnswer(
      Order order, Authorization asked, PaymentAnswered answer) {
    return switch (answer.outcome()) {
      case SUCCEEDED -> accept(promise(answer));
      case DECLINED ->
          asked.promise() == Promise.ASKED
                  && answer.requestId().equals(asked.requestId(order.orderId()))
              ? accept(new OrderEvent.PaymentDeclined(answer.requestId(), codeOf(answer)))
              : accept();
      case ACTION_REQUIRED, PENDING, UNRESOLVED -> accept();
    };
  }

  private static Decision<OrderEvent, Refusal> capture(Order order, PaymentAnswered answer) {
    Payment payment = order.payment();
    if (payment.captures().asked(answer.requestId()).isEmpty()) {
      return accept();
    }
    return answer.outcome() == PaymentOutcome.SUCCEEDED
        ? accept(
            new OrderEvent.PaymentCaptured(
                answer.requestId(), answer.amountMinor(), payment.releasedBy(answer.requestId())))
        : failed(answer, order.status() != Order.Status.CANCELLED);
  }

  private static Decision<OrderEvent, Refusal> voiding(Order order, PaymentAnswered answer) {
    Optional<Authorization> asked =
        order.payment().authorizations().stream()
            .filter(one -> one.voiding() == Progress.ASKED)
            .filter(
                one ->
                    RequestIds.voiding(order.orderId(), one.attempt(), one.voidsAsked())
                        .equals(answer.requestId()))
            .findFirst();
    if (asked.isEmpty()) {
      return accept();
    }
    Authorization authorization = asked.get();
    if (answer.outcome() != PaymentOutcome.SUCCEEDED) {
      boolean nothingToVoid =
          answer.outcome() == PaymentOutcome.DECLINED
              && authorization.promise() != Promise.AUTHORIZED;
      return failed(answer, !nothingToVoid);
    }
    List<OrderEvent> events = new ArrayList<>();
    if (authorization.promise() != Promise.AUTHORIZED) {
      // Nobody had heard of the promise before it was given back; the amounts must still add up.
      events.add(
          new OrderEvent.PaymentAuthorized(
              authorization.requestId(order.orderId()),
              answer.amountMinor(),
              answer.providerReference()));
    }
    events.add(new OrderEvent.PaymentVoided(answer.requestId(), answer.amountMinor()));
    return accept(events);
  }

  private static Decision<OrderEvent, Refusal> refund(Order order, PaymentAnswered answer) {
    boolean awaited =
        order.payment().refunds().stream()
            .anyMatch(
                one ->
                    one.requestId().equals(answer.requestId()) && one.step() == RefundStep.ASKED);
    if (!awaited) {
      return accept();
    }
    return answer.outcome() == PaymentOutcome.SUCCEEDED
        ? accept(new OrderEvent.PaymentRefunded(answer.requestId(), answer.amountMinor()))
        : failed(answer, true);
  }

  private static Decision<OrderEvent, Refusal> failed(
      PaymentAnswered answer, boolean needsAttention) {
    var failed =
        new OrderEvent.PaymentStepFailed(answer.requestId(), answer.operation(), codeOf(answer));
    return needsAttention
        ? accept(
            failed,
            new OrderEvent.OrderNeedsAttention(
                answer.operation().name().toLowerCase(Locale.ROOT) + Reasons.FAILED,
                "Request %s ended with %s.".formatted(answer.requestId(), codeOf(answer))))
        : accept(failed);
  }

  private static OrderEvent promise(PaymentAnswered answer) {
    return new OrderEvent.PaymentAuthorized(
        answer.requestId(), answer.amountMinor(), answer.providerReference());
  }

  private static String codeOf(PaymentAnswered answer) {
    @Nullable String code = answer.code();
    return code == null ? answer.outcome().name().toLowerCase(Locale.ROOT) : code;
  }

  /** Within the step's own time, and early enough for the holds to be sold. */
  private static Instant deadline(Instant now, Duration allowed, Instant holdsEnd) {
    Instant own = now.plus(allowed);
    Instant byHolds = holdsEnd.equals(Instant.MAX) ? own : holdsEnd.minus(OrderDecider.HOLD_MARGIN);
    Instant earlier = own.isBefore(byHolds) ? own : byHolds;
    return earlier.isBefore(now) ? now : earlier;
  }

  private static Optional<Authorization> current(Order order) {
    return order.payment().ofAttempt(order.attempt().number());
  }

  private static Decision<OrderEvent, Refusal> notRequired() {
    return reject(
        Refusal.of(
            OrderRejection.PAYMENT_ACTION_NOT_REQUIRED, "The payment asks for no confirmation."));
  }
}
