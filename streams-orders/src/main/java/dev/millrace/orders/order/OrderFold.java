package dev.millrace.orders.order;

import dev.millrace.orders.order.Order.Line;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderEvent.Recorded;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.Promise;
import dev.millrace.orders.order.Payment.RefundStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds events to the order. The live path and every replay use this and nothing else. */
public final class OrderFold {

  private OrderFold() {}

  /** The order after events that were just decided by a command; null before the first. */
  public static @Nullable Order after(
      @Nullable Order before,
      List<OrderEvent> decided,
      OrderCommand command,
      Caller caller,
      Instant now) {
    Order after = before;
    for (OrderEvent event : decided) {
      long sequence = after == null ? 1 : after.sequence() + 1;
      after = evolve(after, new Recorded(event, sequence, now, command.commandId(), caller));
    }
    return after;
  }

  public static Order evolve(@Nullable Order before, Recorded recorded) {
    Order after =
        recorded.event() instanceof OrderEvent.OrderPlaced placed
            ? place(before, placed, recorded)
            : apply(
                java.util.Objects.requireNonNull(before, "the first event places the order"),
                recorded.event(),
                recorded.at());
    return after.recorded(recorded);
  }

  private static Order place(
      @Nullable Order before, OrderEvent.OrderPlaced placed, Recorded recorded) {
    Placement placement = placed.placement();
    Placement.Quote quote = placement.quote();
    String orderId = dev.millrace.schemas.id.Ids.orderOf(quote.cartId(), quote.cartGeneration());
    List<Line> lines =
        quote.lines().stream()
            .map(
                line ->
                    Line.requested(line, RequestIds.reservation(orderId, placed.attempt(), line)))
            .toList();
    return new Order(
        orderId,
        recorded.sequence(),
        before == null ? recorded.at() : before.placedAt(),
        recorded.at(),
        Order.Status.PENDING_STOCK,
        null,
        false,
        new Order.Attempt(
            placed.attempt(),
            placement,
            placed.contentDigest(),
            recorded.commandId(),
            placed.stockDeadline(),
            List.of()),
        lines,
        before == null ? Payment.NONE : before.payment().nextAttempt(),
        List.of(),
        before == null ? List.of() : before.timeline(),
        Shipments.NONE,
        ReturnBook.EMPTY,
        (before == null ? Care.NONE : before.care())
            .nextAttempt(placed.fraudFacts())
            .additions(additions -> additions.addedTo(placed.additionTo())),
        Draws.requested(orderId, placed.attempt(), placement));
  }

  private static Order apply(Order order, OrderEvent event, Instant at) {
    return switch (event) {
      case OrderEvent.OrderPlaced e ->
          throw new IllegalStateException("handled before: " + e.attempt());
      case OrderEvent.LineStockHeld e ->
          order.changeLine(
              e.lineId(), line -> line.held(e.expiresAt(), e.allocations(), e.backorder()));
      case OrderEvent.LineStockRefused e ->
          order.changeLine(e.lineId(), line -> line.refused(e.refusal(), e.available()));
      case OrderEvent.LineStockCommitted e ->
          order.changeLine(
              e.lineId(),
              line ->
                  line.sold(
                      e.allocations(),
                      e.backorder(),
                      order.status() == Order.Status.CANCELLED
                          || LostLines.isGivenUp(order, line)));
      case OrderEvent.LineBackorderFilled e ->
          order.changeLine(e.lineId(), line -> line.filled(e.allocations(), e.missing()));
      case OrderEvent.LineBackorderWithdrawn e ->
          order.changeLine(e.lineId(), line -> line.withdrawn(e.allocations()));
      case OrderEvent.LineStockLost e ->
          CareFold.lost(order, at).changeLine(e.lineId(), line -> line.lost(e.refusal()));
      case OrderEvent.PaymentRequested e -> paymentRequested(order, e);
      case OrderEvent.PaymentActionRequired e ->
          order
              .dueAt(e.paymentDeadline())
              .pay(payment -> payment.at(Payment.Status.REQUIRES_ACTION, e.actionUrl()));
      case OrderEvent.PaymentPending e ->
          order.dueAt(e.paymentDeadline()).pay(payment -> payment.at(Payment.Status.PENDING));
      case OrderEvent.CaptureRequested e ->
          order.pay(
              payment ->
                  payment.capture(
                      new Captures.Capture(
                          e.captureId(),
                          e.requestId(),
                          e.amountMinor(),
                          e.isLast(),
                          Progress.ASKED)));
      case OrderEvent.CashAgreed e ->
          order.pay(payment -> payment.cash(none -> Cash.agreed(e.amountMinor())));
      case OrderEvent.CashReceived e ->
          order.pay(payment -> payment.cash(cash -> cash.received(e.receiptId(), e.amountMinor())));
      case OrderEvent.CashGivenBack e ->
          order.pay(
              payment -> payment.cash(cash -> cash.givenBack(e.receiptId(), e.amountMinor())));
      case OrderEvent.PaymentAuthorized e -> authorized(order, e);
      case OrderEvent.PaymentDeclined e -> declined(order, e);
      case OrderEvent.OrderConfirmed e -> confirmed(order, e);
      case OrderEvent.PaymentCaptured e -> captured(order, e);
      case OrderEvent.PaymentVoided e -> voided(order, e);
      case OrderEvent.PaymentRefunded e ->
          order.pay(
              payment ->
                  payment.refunded(e.amountMinor()).changeRefund(e.requestId(), RefundStep.DONE));
      case OrderEvent.PaymentStepFailed e -> CareFold.stepFailed(stepFailed(order, e), e);
      case OrderEvent.OrderRejected e ->
          CareFold.ended(givenUp(order.at(Order.Status.REJECTED, e.reason())));
      case OrderEvent.OrderCancelled e -> CareFold.ended(cancelled(order, e));
      case OrderEvent.ItemsReturned e -> returned(order, e);
      case ReturnEvent e -> ofReturn(order, e);
      case DrawEvent e -> DrawFold.evolve(order, e);
      case AdditionEvent.AdditionPlaced e ->
          order.care(care -> care.additions(additions -> additions.plus(e, at)));
      case AdditionEvent.AdditionChanged e ->
          order.care(care -> care.additions(additions -> additions.changed(e)));
      case RemedyEvent.LateHoldReleased e -> order.care(care -> care.late(e.reservationId()));
      case RemedyEvent.RemainderVoided e -> voidCurrent(order);
      case OrderEvent.OrderNeedsAttention e ->
          CareFold.needsAttention(
              order.stands() ? order.at(Order.Status.EXCEPTION, e.reason()) : order,
              e.reason(),
              at);
      case OrderEvent.ShipmentPlanned e -> order.ship(all -> all.planned(e));
      case OrderEvent.ShipmentProgressed e -> order.ship(all -> all.progressed(e));
      case OrderEvent.ShipmentLabelled e -> order.ship(all -> all.labelled(e));
      case OrderEvent.ShipmentLabelFailed e -> order.ship(all -> all.labelFailed(e));
      case OrderEvent.OrderProgressed e -> order.at(e.status(), order.reason());
      case OrderEvent.FraudFlagged e -> CareFold.flagged(order, e, at);
      case OrderEvent.OrderPutOnHold e -> CareFold.put(order, e, at);
      case OrderEvent.OrderHoldReleased e -> CareFold.released(order, e);
      case OrderEvent.PaymentStepRetried e -> CareFold.retried(order, e);
      case OrderEvent.LineStockRetried e -> CareFold.retried(order, e);
      case OrderEvent.ExceptionResolved e -> CareFold.resolved(order, e);
      case OrderEvent.LinesCancelled e -> CareFold.cancelled(order, e, at);
      case OrderEvent.ShippingAddressChanged e -> CareFold.sentElsewhere(order, e);
      case OrderEvent.LineStockLowered e -> PartialAllocation.lowered(order, e);
      case OrderEvent.OrderPartlyAllocated e -> PartialAllocation.allocated(order, e);
    };
  }

  /** What it does to lines and money; where the return stands is the return book's. */
  private static Order ofReturn(Order order, ReturnEvent event) {
    return switch (event) {
      case ReturnEvent.ReturnInspected e -> {
        Order changed = order;
        for (ReturnCommand.Finding finding : e.findings()) {
          changed = changed.changeLine(finding.lineId(), line -> line.plusReturned(finding.came()));
        }
        yield DrawFold.refund(
            changed,
            e.requestId(),
            e.money().refundMinor(),
            changed.toCaptureMinor(),
            changed.returnBook().of(e.returnId()).orElseThrow().refundTo());
      }
      case ReturnEvent.RefundGranted e ->
          DrawFold.refund(order, e.requestId(), e.amountMinor(), 0, e.refundTo());
      case ReturnEvent.ExchangeRefused e ->
          DrawFold.refund(
              order,
              e.requestId(),
              e.refundMinor(),
              0,
              order.returnBook().of(e.returnId()).orElseThrow().refundTo());
      default -> order;
    };
  }

  private static Order paymentRequested(Order order, OrderEvent.PaymentRequested requested) {
    int attempt = order.attempt().number();
    return order
        .at(Order.Status.PENDING_PAYMENT, null)
        .dueAt(requested.paymentDeadline())
        .pay(payment -> payment.at(Payment.Status.AUTHORIZING))
        .pay(
            payment ->
                payment.ofAttempt(attempt).isPresent()
                    ? payment.changeAttempt(attempt, Authorization::confirmedAgain)
                    : payment.plus(
                        new Authorization(
                            attempt, requested.amountMinor(), Promise.ASKED, 0, Progress.NONE, 0)));
  }

  private static Order authorized(Order order, OrderEvent.PaymentAuthorized authorized) {
    int attempt = attemptOf(order, authorized.requestId());
    boolean live = order.isPending() && attempt == order.attempt().number();
    return order.pay(
        payment -> {
          Payment promised =
              payment
                  .authorized(authorized.amountMinor())
                  .changeAttempt(
                      attempt,
                      one ->
                          one.voiding() == Progress.FAILED
                              ? one.at(Promise.AUTHORIZED).askVoid()
                              : one.at(Promise.AUTHORIZED));
          return live ? promised.at(Payment.Status.AUTHORIZED) : promised;
        });
  }

  private static Order declined(Order order, OrderEvent.PaymentDeclined declined) {
    int attempt = attemptOf(order, declined.requestId());
    return order.pay(
        payment -> {
          Payment refused = payment.changeAttempt(attempt, one -> one.at(Promise.DECLINED));
          return attempt == order.attempt().number()
              ? refused.at(Payment.Status.DECLINED)
              : refused;
        });
  }

  private static Order confirmed(Order order, OrderEvent.OrderConfirmed confirmed) {
    return DrawFold.confirmed(order)
        .at(Order.Status.CONFIRMED, null)
        .dueAt(null)
        .eachLine(line -> line.at(LineStock.COMMITTING))
        .pay(
            payment ->
                confirmed.captureRequestId() == null
                    ? payment
                    : payment.capture(
                        new Captures.Capture(
                            null,
                            confirmed.captureRequestId(),
                            payment.remainderMinor(),
                            true,
                            Progress.ASKED)));
  }

  private static Order captured(Order order, OrderEvent.PaymentCaptured captured) {
    Order taken =
        order.pay(
            payment ->
                payment.captured(
                    captured.requestId(), captured.amountMinor(), captured.releasedMinor()));
    return order.status() == Order.Status.CANCELLED
        ? moneyBack(taken)
        : taken.pay(Payment::askQueuedRefunds);
  }

  private static Order voided(Order order, OrderEvent.PaymentVoided voided) {
    int attempt = attemptOfVoid(order, voided.requestId());
    return order.pay(
        payment -> {
          Payment given =
              payment
                  .voided(voided.amountMinor())
                  .changeAttempt(attempt, one -> one.voidEnded(Progress.DONE));
          if (attempt != order.attempt().number()) {
            return given;
          }
          return given.capture() == Progress.DONE
              ? given.atMoneyMoved()
              : given.at(Payment.Status.VOIDED);
        });
  }

  private static Order stepFailed(Order order, OrderEvent.PaymentStepFailed failed) {
    return switch (failed.operation()) {
      case CAPTURE -> {
        Order without = order.pay(payment -> payment.captureFailed(failed.requestId()));
        // The cancellation waited for this answer; what was only promised is given back.
        yield order.status() == Order.Status.CANCELLED ? moneyBack(without) : without;
      }
      case VOID -> {
        int attempt = attemptOfVoid(order, failed.requestId());
        yield order.pay(
            payment -> payment.changeAttempt(attempt, one -> one.voidEnded(Progress.FAILED)));
      }
      case REFUND ->
          order.pay(payment -> payment.changeRefund(failed.requestId(), RefundStep.FAILED));
      case AUTHORIZE, UNKNOWN -> order;
    };
  }

  /** The attempt is over: held stock and promised money go back. */
  private static Order givenUp(Order order) {
    return voidCurrent(order.dueAt(null).eachLine(OrderFold::released).draw(Draws::released));
  }

  private static Order cancelled(Order order, OrderEvent.OrderCancelled cancelled) {
    Order ended = order.at(Order.Status.CANCELLED, cancelled.reason()).ship(Shipments::cancelled);
    if (order.isPending()) {
      return givenUp(ended);
    }
    return moneyBack(
        DrawFold.cancelled(ended.eachLine(OrderFold::unsold).pay(Payment::dropQueuedRefunds)));
  }

  /**
   * Of a cancelled order, what was taken is refunded and what is only promised is given back, once
   * no capture is under way any more.
   */
  private static Order moneyBack(Order order) {
    Payment payment = order.payment();
    if (payment.captures().isAsked()) {
      return order;
    }
    boolean isTaken = payment.capture() == Progress.DONE;
    Order promisedBack = !isTaken || payment.remainderMinor() > 0 ? voidCurrent(order) : order;
    long creditMinor = order.draws().ofProviderMinor();
    return promisedBack.pay(one -> refundAll(order.orderId(), one, creditMinor));
  }

  private static Order returned(Order order, OrderEvent.ItemsReturned returned) {
    Order back = order.plus(new Order.Return(returned.returnId(), returned.items()));
    for (OrderCommand.Item item : returned.items()) {
      back = back.changeLine(item.lineId(), line -> line.plusReturned(item.quantity()));
    }
    return DrawFold.refund(
        back, returned.requestId(), returned.refundMinor(), back.toCaptureMinor());
  }

  /** What is being sold just now is dealt with when that is answered. */
  private static Line unsold(Line line) {
    return switch (line.stock()) {
      case COMMITTED -> line.at(LineStock.RETURNED);
      case BACKORDERED -> line.at(LineStock.WITHDRAWING);
      default -> line;
    };
  }

  private static Line released(Line line) {
    return line.stock() == LineStock.REQUESTED || line.stock() == LineStock.HELD
        ? line.at(LineStock.RELEASED)
        : line;
  }

  private static Order voidCurrent(Order order) {
    return order.pay(
        payment ->
            payment.changeAttempt(
                order.attempt().number(),
                one ->
                    one.promise() != Promise.DECLINED
                            && (one.voiding() == Progress.NONE || one.voiding() == Progress.FAILED)
                        ? one.askVoid()
                        : one));
  }

  /** All but what became store credit. */
  private static Payment refundAll(String orderId, Payment payment, long creditMinor) {
    return payment
        .dropQueuedRefunds()
        .refund(RequestIds.refundOfCancellation(orderId), payment.refundableMinor() - creditMinor);
  }

  private static int attemptOf(Order order, String requestId) {
    return order.payment().authorizations().stream()
        .filter(one -> one.wasAskedBy(order.orderId(), requestId))
        .mapToInt(Authorization::attempt)
        .findFirst()
        .orElse(0);
  }

  static int attemptOfVoid(Order order, String requestId) {
    return order.payment().authorizations().stream()
        .filter(
            one ->
                RequestIds.voiding(order.orderId(), one.attempt(), one.voidsAsked())
                    .equals(requestId))
        .mapToInt(Authorization::attempt)
        .findFirst()
        .orElse(0);
  }
}
