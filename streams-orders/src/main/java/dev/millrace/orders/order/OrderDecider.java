package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.Order.Status;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one command, answer or deadline does to one order. */
public final class OrderDecider {

  static final int ATTEMPTS_MAX = 100;
  static final int CONFIRMATIONS_MAX = 20;

  /**
   * Payment is given up this long before the first hold ends, so that a sale still finds its hold.
   */
  static final Duration HOLD_MARGIN = Duration.ofSeconds(5);

  private final CheckoutTerms terms;
  private final PaymentDecider payments;
  private final ShipmentCapture captures;

  private final FraudStep fraud;
  private final ReturnCaseDecider returns;
  private final PartialAllocation partial;
  private final AdditionDecider edits;

  /** One that takes returns on the standard terms and checks nobody. */
  public OrderDecider(CheckoutTerms terms) {
    this(terms, ReturnTerms.STANDARD, FraudPolicy.ALLOW_ALL);
  }

  /** One that has every order checked before its money is asked for. */
  public OrderDecider(CheckoutTerms terms, ReturnTerms returnTerms, FraudPolicy policy) {
    this.terms = terms;
    this.payments = new PaymentDecider(terms);
    this.captures = new ShipmentCapture(payments);
    this.returns = new ReturnCaseDecider(returnTerms);
    this.fraud = new FraudStep(policy);
    this.partial = new PartialAllocation(terms);
    this.edits = new AdditionDecider(terms);
  }

  public Decision<OrderEvent, Refusal> decide(
      @Nullable Order order, OrderCommand command, Caller caller, Instant now) {
    Decision<OrderEvent, Refusal> decision = decideAlone(order, command, caller, now);
    return order == null
        ? decision
        : Remainder.follow(
            order,
            captures.follow(
                order,
                ShipmentPlan.follow(order, decision, command, caller, now),
                command,
                caller,
                now),
            command,
            caller,
            now);
  }

  private Decision<OrderEvent, Refusal> decideAlone(
      @Nullable Order order, OrderCommand command, Caller caller, Instant now) {
    if (command instanceof OrderCommand.PlaceOrder place) {
      return place(order, place, caller, now);
    }
    if (order == null) {
      return command instanceof StockAnswered
              || command instanceof OrderCommand.PaymentAnswered
              || command instanceof OrderCommand.DeadlinePassed
              || command instanceof OrderCommand.AccountAnswered
              || command instanceof OrderCommand.CarrierAnswered
              || command instanceof OrderCommand.ParcelReported
          ? accept()
          : notFound();
    }
    return switch (command) {
      case OrderCommand.PlaceOrder c -> place(order, c, caller, now);
      case OrderCommand.CancelOrder c ->
          isVisible(order, caller) ? cancel(order, c, caller) : notFound();
      case OrderCommand.ConfirmPayment c ->
          isVisible(order, caller) ? payments.confirm(order, now) : notFound();
      case OrderCommand.ReturnItems c ->
          isVisible(order, caller) ? ReturnDecider.decide(order, c) : notFound();
      case OrderCommand.CreateShipment c ->
          isVisible(order, caller) ? ShipmentDecider.create(order, c, caller) : notFound();
      case OrderCommand.AdvanceShipment c ->
          isVisible(order, caller) ? ShipmentDecider.advance(order, c, caller, now) : notFound();
      case OrderCommand.ParcelReported c -> ShipmentDecider.reported(order, c);
      case OrderCommand.CarrierAnswered c -> ShipmentDecider.answered(order, c);
      case ReturnCommand c ->
          isVisible(order, caller) ? returns.decide(order, c, caller, now) : notFound();
      case OrderCommand.CapturePayment c ->
          isVisible(order, caller) ? CaptureDecider.decide(order, c) : notFound();
      case OrderCommand.RecordCash c ->
          isVisible(order, caller)
              ? ReturnCaseDecider.closing(order, CashDecider.decide(order, c))
              : notFound();
      case OrderCommand.PutOnHold c ->
          isVisible(order, caller) ? HoldDecider.put(order, c) : notFound();
      case OrderCommand.ReleaseHold c ->
          isVisible(order, caller) ? HoldDecider.release(order, c) : notFound();
      case OrderCommand.ResolveException c ->
          isVisible(order, caller)
              ? captures.accepting(order, c, ExceptionDecider.decide(order, c, caller))
              : notFound();
      case OrderCommand.CancelLines c ->
          isVisible(order, caller) ? EditDecider.cancel(order, c, caller) : notFound();
      case OrderCommand.EditOrder c ->
          isVisible(order, caller) ? edits.edit(order, c, caller, now) : notFound();
      case OrderCommand.AdditionReported c -> AdditionDecider.reported(order, c, caller);
      case StockAnswered c ->
          Settlement.of(order, LateHolds.orElse(order, c, stockAnswered(order, c, now)));
      case OrderCommand.PaymentAnswered c ->
          Settlement.of(order, ReturnCaseDecider.closing(order, payments.decide(order, c, now)));
      case OrderCommand.AccountAnswered c -> Settlement.of(order, accountAnswered(order, c, now));
      case OrderCommand.DeadlinePassed c -> deadlinePassed(order, c, now);
    };
  }

  private Decision<OrderEvent, Refusal> place(
      @Nullable Order order, OrderCommand.PlaceOrder command, Caller caller, Instant now) {
    Optional<Refusal> broken =
        AdditionDecider.brokenByCaller(command.additionTo(), caller)
            .or(() -> PlacementRules.broken(command));
    if (broken.isPresent()) {
      return reject(broken.get());
    }
    String digest = command.placement().contentDigest();
    if (order != null) {
      if (order.attempt().checkoutCommandId().equals(command.commandId())) {
        return accept();
      }
      if (!order.mayBeTriedAgain()) {
        return placeAgain(order, digest);
      }
      if (order.attempt().number() >= ATTEMPTS_MAX) {
        return reject(
            Refusal.of(
                OrderRejection.TOO_MANY_ATTEMPTS,
                "An order is tried at most %d times.".formatted(ATTEMPTS_MAX)));
      }
    }
    Optional<Refusal> late =
        command.additionTo() == null
            ? PlacementRules.cashOff(command.placement(), terms)
                .or(() -> PlacementRules.expired(command.placement().quote(), now))
            // An edit was accepted at this price, and the order that took it counts on it.
            : Optional.empty();
    if (late.isPresent()) {
      return reject(late.get());
    }
    return accept(
        new OrderEvent.OrderPlaced(
            order == null ? 1 : order.attempt().number() + 1,
            command.placement(),
            digest,
            now.plus(terms.stockDeadline()),
            command.fraudFacts(),
            command.additionTo()));
  }

  /** The same content meets the order that is there; other content is told of it. */
  private static Decision<OrderEvent, Refusal> placeAgain(Order order, String digest) {
    if (order.status() != Status.CANCELLED && order.attempt().contentDigest().equals(digest)) {
      return accept();
    }
    return order.isPending()
        ? reject(
            Refusal.about(
                OrderRejection.CHECKOUT_IN_PROGRESS,
                order.orderId(),
                "Another checkout of this cart is under way; wait for it or cancel it."))
        : reject(
            Refusal.about(
                OrderRejection.ORDER_ALREADY_PLACED,
                order.orderId(),
                "This cart has been ordered already."));
  }

  static Decision<OrderEvent, Refusal> cancel(
      Order order, OrderCommand.CancelOrder command, Caller caller) {
    if (order.shipments().anyLeft()) {
      return notCancellable(order);
    }
    if (order.returnBook().isAnyOpen()) {
      // Else its units would come back twice: with the order, and with their return.
      return reject(
          Refusal.about(
              OrderRejection.RETURN_UNDER_WAY,
              order.orderId(),
              "Units of the order are on their way back; end the return first."));
    }
    if (order.returnBook().isAnyExchanged()) {
      return notCancellable(order);
    }
    return switch (order.status()) {
      case PENDING_STOCK, PENDING_PAYMENT, CONFIRMED, FULFILLING ->
          accept(new OrderEvent.OrderCancelled(caller, command.reason()));
      case EXCEPTION ->
          caller.isStaff()
              ? accept(new OrderEvent.OrderCancelled(caller, command.reason()))
              : notCancellable(order);
      case SHIPPED, DELIVERED, REJECTED, CANCELLED -> notCancellable(order);
    };
  }

  private Decision<OrderEvent, Refusal> stockAnswered(
      Order order, StockAnswered answer, Instant now) {
    Optional<Order.Line> line = order.lineOfReservation(answer.reservationId());
    if (line.isEmpty()) {
      return ExchangeDecider.answered(order, answer);
    }
    return switch (answer.operation()) {
      case RESERVE -> reserved(order, line.get(), answer, now);
      case COMMIT -> committed(order, line.get(), answer);
      case FILL -> filled(line.get(), answer);
      case WITHDRAW -> withdrawn(line.get(), answer);
      case OTHER -> accept();
    };
  }

  private Decision<OrderEvent, Refusal> reserved(
      Order order, Order.Line line, StockAnswered answer, Instant now) {
    if (order.status() != Status.PENDING_STOCK || line.stock() != LineStock.REQUESTED) {
      return accept();
    }
    Instant expiresAt = answer.expiresAt() == null ? now.plus(terms.hold()) : answer.expiresAt();
    List<OrderEvent> events = new ArrayList<>();
    OrderEvent answered =
        answer.done()
            ? new OrderEvent.LineStockHeld(
                line.priced().lineId(),
                line.reservationId(),
                expiresAt,
                answer.allocations(),
                Order.Backorder.of(answer.backordered(), answer.promisedAt()))
            : new OrderEvent.LineStockRefused(
                line.priced().lineId(),
                answer.refusal() == null ? "refused" : answer.refusal(),
                PartialAllocation.units(order, line.priced()),
                answer.available());
    if (partial.isAllowed(order)) {
      return accept(partial.follow(order, answered, answer, now, after -> paying(after, now)));
    }
    events.add(answered);
    boolean othersAnswered =
        order.lines().stream().filter(one -> one.stock() == LineStock.REQUESTED).count() == 1
            && !order.draws().isAwaited();
    if (othersAnswered) {
      events.addAll(
          Answers.refuseALine(order) || !answer.done()
              ? List.of(new OrderEvent.OrderRejected(Reasons.OUT_OF_STOCK))
              : allHeld(order, expiresAt, now));
    }
    return accept(events);
  }

  /** Stock is held; what follows if the accounts keep what they were asked for, or do not. */
  private List<OrderEvent> allHeld(Order order, Instant lastHoldEnds, Instant now) {
    Optional<String> refusal = order.draws().refusal();
    return refusal.isPresent()
        ? List.of(new OrderEvent.OrderRejected(refusal.get()))
        : fraud.before(order, payments.begin(order, lastHoldEnds, now), now);
  }

  private List<OrderEvent> allAnswered(Order order, String commandId, Instant now) {
    if (partial.isAllowed(order)) {
      return partial.allAnswered(order, commandId, now, after -> paying(after, now));
    }
    return Answers.refuseALine(order)
        ? List.of(new OrderEvent.OrderRejected(Reasons.OUT_OF_STOCK))
        : allHeld(order, Answers.holdsEnd(order), now);
  }

  private List<OrderEvent> paying(Order order, Instant now) {
    return fraud.before(order, payments.begin(order, Answers.holdsEnd(order), now), now);
  }

  private Decision<OrderEvent, Refusal> accountAnswered(
      Order order, OrderCommand.AccountAnswered answer, Instant now) {
    if (answer.operation() != OrderCommand.AccountOperation.HOLD) {
      return ReturnCaseDecider.closing(order, DrawDecider.settled(order, answer));
    }
    Optional<DrawEvent> event = DrawDecider.held(order, answer);
    if (event.isEmpty()) {
      return accept();
    }
    Order then = DrawFold.evolve(order, event.get());
    List<OrderEvent> events = new ArrayList<>();
    events.add(event.get());
    if (Answers.areIn(then)) {
      events.addAll(allAnswered(then, answer.commandId(), now));
    }
    return accept(events);
  }

  private static Decision<OrderEvent, Refusal> committed(
      Order order, Order.Line line, StockAnswered answer) {
    // A refusal that is heard twice may pass for the answer to the second request; what is then
    // sold all the same is sold.
    boolean isSoldAfterAll = line.stock() == LineStock.LOST && answer.done();
    if (line.stock() != LineStock.COMMITTING && !isSoldAfterAll) {
      return accept();
    }
    String lineId = line.priced().lineId();
    if (answer.done()) {
      // A hold that had run out may have been taken again elsewhere; returns go to where it left.
      List<Order.Allocation> left =
          answer.allocations().isEmpty() && answer.backordered() == 0
              ? line.allocations()
              : answer.allocations();
      return accept(
          new OrderEvent.LineStockCommitted(
              lineId,
              line.reservationId(),
              left,
              Order.Backorder.of(answer.backordered(), answer.promisedAt())));
    }
    String refusal = answer.refusal() == null ? "refused" : answer.refusal();
    var lost = new OrderEvent.LineStockLost(lineId, line.reservationId(), refusal);
    return order.stands()
        ? accept(
            lost,
            new OrderEvent.OrderNeedsAttention(
                Reasons.STOCK_COMMIT_REFUSED,
                "The inventory refused to sell line %s: %s.".formatted(lineId, refusal)))
        : accept(lost);
  }

  /** What has been heard before tells of as many units, or fewer. */
  private static Decision<OrderEvent, Refusal> filled(Order.Line line, StockAnswered answer) {
    return line.stock().mayWait() && answer.backordered() < line.backorder().units()
        ? accept(
            new OrderEvent.LineBackorderFilled(
                line.priced().lineId(),
                line.reservationId(),
                answer.allocations(),
                answer.backordered()))
        : accept();
  }

  /** A hold that the inventory does not know any more is not owed anything either. */
  private static Decision<OrderEvent, Refusal> withdrawn(Order.Line line, StockAnswered answer) {
    if (line.stock() != LineStock.WITHDRAWING) {
      return accept();
    }
    List<Order.Allocation> delivered = answer.done() ? answer.allocations() : line.allocations();
    int units = delivered.stream().mapToInt(Order.Allocation::quantity).sum();
    return accept(
        new OrderEvent.LineBackorderWithdrawn(
            line.priced().lineId(),
            line.reservationId(),
            line.priced().quantity() - units,
            delivered));
  }

  private static Decision<OrderEvent, Refusal> deadlinePassed(
      Order order, OrderCommand.DeadlinePassed command, Instant now) {
    if (now.isBefore(command.deadline())) {
      return accept();
    }
    if (!command.deadline().equals(order.attempt().deadline())) {
      return accept(ReturnCaseDecider.expired(order, command.deadline()));
    }
    return switch (order.status()) {
      case PENDING_STOCK -> accept(new OrderEvent.OrderRejected(overdue(order)));
      case PENDING_PAYMENT -> accept(new OrderEvent.OrderRejected(Reasons.PAYMENT_TIMEOUT));
      case CONFIRMED, FULFILLING, SHIPPED, DELIVERED, REJECTED, CANCELLED, EXCEPTION -> accept();
    };
  }

  private static String overdue(Order order) {
    boolean isStockAwaited =
        order.lines().stream().anyMatch(one -> one.stock() == LineStock.REQUESTED);
    return Answers.refuseALine(order)
        ? Reasons.OUT_OF_STOCK
        : order
            .draws()
            .refusal()
            .orElse(isStockAwaited ? Reasons.STOCK_TIMEOUT : Reasons.CREDIT_TIMEOUT);
  }

  private static boolean isVisible(Order order, Caller caller) {
    return !caller.isCustomer()
        || caller.subject().equals(order.attempt().placement().customerId());
  }

  private static Decision<OrderEvent, Refusal> notFound() {
    return reject(Refusal.of(OrderRejection.ORDER_NOT_FOUND, "There is no such order."));
  }

  private static Decision<OrderEvent, Refusal> notCancellable(Order order) {
    return reject(
        Refusal.about(
            OrderRejection.ORDER_NOT_CANCELLABLE,
            order.orderId(),
            "The order cannot be cancelled any more."));
  }
}
