package dev.millrace.orders.order;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.Order.Line;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.Refund;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each step of an order asks of other contexts. Read off the difference that an event made to
 * the state, so nothing is asked that the state does not remember having asked, and nothing twice.
 */
public final class CheckoutSaga {

  private static final String CANCELLED = "order cancelled";

  private final long holdMs;
  private final long exchangeHoldMs;

  public CheckoutSaga(CheckoutTerms terms) {
    this(terms, ReturnTerms.STANDARD);
  }

  public CheckoutSaga(CheckoutTerms terms, ReturnTerms returns) {
    this.holdMs = terms.hold().toMillis();
    this.exchangeHoldMs = returns.exchangeHold().toMillis();
  }

  public List<FollowUp> on(@Nullable Order before, OrderEvent event, Order after) {
    List<FollowUp> asked = new ArrayList<>();
    stock(before, event, after, asked);
    DrawSaga.add(before, after, holdMs, asked);
    AdditionSaga.add(before, event, after, asked);
    if (event instanceof OrderEvent.PaymentRequested requested) {
      asked.add(authorize(after, requested));
    }
    if (before != null) {
      money(before, after, asked);
      CarrierSaga.add(before, after, asked);
      ExchangeSaga.add(before, after, exchangeHoldMs, asked);
    }
    if (event instanceof OrderEvent.OrderConfirmed) {
      asked.add(completeCheckout(after));
    }
    if (event instanceof OrderEvent.ItemsReturned returned) {
      returnItems(after, returned, asked);
    }
    if (event instanceof ReturnEvent.ReturnInspected inspected) {
      ReturnSaga.inspected(after, inspected, asked);
    }
    if (event instanceof OrderEvent.LinesCancelled cancelled) {
      asked.addAll(CareFollowUps.unitsBack(after, cancelled));
    }
    if (event instanceof RemedyEvent.LateHoldReleased late) {
      asked.add(CareFollowUps.release(late));
    }
    return asked;
  }

  private void stock(@Nullable Order before, OrderEvent event, Order after, List<FollowUp> asked) {
    if (event instanceof OrderEvent.OrderPartlyAllocated) {
      // Lines fall away of which the inventory holds nothing.
      return;
    }
    boolean anew = before == null || event instanceof OrderEvent.OrderPlaced;
    for (int i = 0; i < after.lines().size(); i++) {
      Line line = after.lines().get(i);
      LineStock was = anew || before == null ? null : before.lines().get(i).stock();
      if (was == line.stock()) {
        continue;
      }
      switch (line.stock()) {
        case REQUESTED -> asked.add(reserve(after, line));
        case COMMITTING ->
            asked.add(
                new FollowUp.Commit(
                    RequestIds.command(CareFollowUps.commit(event), line.reservationId()),
                    line.priced().sku(),
                    line.reservationId(),
                    after.orderId()));
        case RELEASED ->
            asked.add(
                new FollowUp.Release(
                    RequestIds.command("release", line.reservationId()),
                    line.priced().sku(),
                    line.reservationId(),
                    after.reason() == null ? "released" : after.reason()));
        case WITHDRAWING ->
            asked.add(
                new FollowUp.Withdraw(
                    RequestIds.command("withdraw", line.reservationId()),
                    line.priced().sku(),
                    line.reservationId(),
                    after.orderId(),
                    CANCELLED));
        case RETURNED -> returnWhole(after, line, asked);
        case HELD, REFUSED, BACKORDERED, COMMITTED, LOST -> {
          // Answers of the inventory ask nothing of it.
        }
      }
    }
  }

  private FollowUp reserve(Order order, Line line) {
    Placement placement = order.attempt().placement();
    return new FollowUp.Reserve(
        RequestIds.command("reserve", line.reservationId()),
        line.priced().sku(),
        line.priced().sellerId(),
        PartialAllocation.units(order, line.priced()),
        line.reservationId(),
        holdMs,
        order.orderId(),
        placement.customerId(),
        placement.shippingAddress().country(),
        placement.shippingAddress().region(),
        placement.backorderAllowed());
  }

  /** Sends what has not come back yet to the warehouses that it was sold from. */
  private static void returnWhole(Order order, Line line, List<FollowUp> asked) {
    int back = line.returned();
    for (Order.Allocation allocation : line.allocations()) {
      int alreadyBack = Math.min(back, allocation.quantity());
      back -= alreadyBack;
      int quantity = allocation.quantity() - alreadyBack;
      if (quantity > 0) {
        asked.add(
            returnToStock(
                order.orderId() + ":cancelled",
                line,
                allocation.warehouseId(),
                quantity,
                CANCELLED));
      }
    }
  }

  private static void returnItems(
      Order order, OrderEvent.ItemsReturned returned, List<FollowUp> asked) {
    for (OrderCommand.Item item : returned.items()) {
      order
          .line(item.lineId())
          .ifPresent(
              line ->
                  asked.add(
                      returnToStock(
                          order.orderId() + ":" + returned.returnId(),
                          line,
                          returned.warehouseId(),
                          item.quantity(),
                          returned.reason())));
    }
  }

  static FollowUp returnToStock(
      String cause, Line line, String warehouseId, int quantity, String reason) {
    String movementId = RequestIds.movement(cause, line.priced().lineId(), warehouseId);
    return new FollowUp.ReturnToStock(
        RequestIds.command("return", movementId),
        line.priced().sku(),
        line.priced().sellerId(),
        warehouseId,
        quantity,
        movementId,
        reason);
  }

  private static FollowUp authorize(Order order, OrderEvent.PaymentRequested requested) {
    String first = RequestIds.authorize(order.orderId(), order.attempt().number());
    return new AskPayment(
        requested.requestId(),
        PaymentOperation.AUTHORIZE,
        requested.amountMinor(),
        requested.requestId().equals(first) ? null : first,
        true);
  }

  private static void money(Order before, Order after, List<FollowUp> asked) {
    String orderId = after.orderId();
    String authorization = RequestIds.authorize(orderId, after.attempt().number());
    Payment was = before.payment();
    Payment is = after.payment();
    for (Captures.Capture one : is.captures().all()) {
      if (one.step() == Progress.ASKED && !was.captures().all().contains(one)) {
        asked.add(
            new AskPayment(
                one.requestId(),
                PaymentOperation.CAPTURE,
                one.amountMinor(),
                authorization,
                one.isLast()));
      }
    }
    for (Authorization one : is.authorizations()) {
      int voidsAskedBefore = was.ofAttempt(one.attempt()).map(Authorization::voidsAsked).orElse(0);
      if (one.voidsAsked() > voidsAskedBefore) {
        asked.add(
            new AskPayment(
                RequestIds.voiding(orderId, one.attempt(), one.voidsAsked()),
                PaymentOperation.VOID,
                // Whatever was taken of the promise before goes back as a refund.
                one.attempt() == after.attempt().number()
                    ? one.amountMinor() - is.captures().countedMinor()
                    : one.amountMinor(),
                RequestIds.authorize(orderId, one.attempt()),
                true));
      }
    }
    for (Refund refund : is.refunds()) {
      if (refund.step() == RefundStep.ASKED && !was.refunds().contains(refund)) {
        asked.add(
            new AskPayment(
                refund.requestId(),
                PaymentOperation.REFUND,
                refund.amountMinor(),
                authorization,
                true));
      }
    }
  }

  private static FollowUp completeCheckout(Order order) {
    Placement.Quote quote = order.attempt().placement().quote();
    return new FollowUp.CompleteCheckout(
        RequestIds.command("complete-checkout", order.orderId()),
        quote.cartId(),
        quote.cartGeneration(),
        order.attempt().checkoutCommandId(),
        quote.lines().stream()
            .map(line -> new OrderCommand.Item(line.lineId(), line.quantity()))
            .toList());
  }
}
