package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.ReturnCase.Status;
import dev.millrace.orders.order.ReturnCommand.Claim;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.Inspect;
import dev.millrace.orders.order.ReturnCommand.MoveReturn;
import dev.millrace.orders.order.ReturnCommand.RequestReturn;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes returns from step to step. */
final class ReturnCaseDecider {

  static final int CASES_MAX = 100;

  /** Of all returns of an order together; bounds the order's answers. */
  static final int LINES_MAX = 1_000;

  private final ReturnTerms terms;
  private final ReturnPolicy policy;

  ReturnCaseDecider(ReturnTerms terms) {
    this.terms = terms;
    this.policy = ReturnPolicy.of(terms);
  }

  Decision<OrderEvent, Refusal> decide(
      Order order, ReturnCommand command, Caller caller, Instant now) {
    return switch (command) {
      case RequestReturn c -> request(order, c, caller, now);
      case MoveReturn c -> move(order, c, caller, now);
      case ReturnCommand.RefundOrder c -> RefundDecider.decide(order, c, caller);
    };
  }

  /** Returns end whose units were to come until then and have not. */
  static List<OrderEvent> expired(Order order, Instant deadline) {
    return order.returnBook().cases().stream()
        .filter(one -> deadline.equals(one.arriveBy()))
        .<OrderEvent>map(one -> new ReturnEvent.ReturnExpired(one.returnId()))
        .toList();
  }

  /**
   * The money of a return is back: nothing more is to be done. Cash is not handed back for one
   * return or another, so all are closed once no cash is owed.
   */
  static Decision<OrderEvent, Refusal> closing(
      Order order, Decision<OrderEvent, Refusal> ofPayment) {
    if (!(ofPayment instanceof Decision.Accepted<OrderEvent, Refusal> accepted)) {
      return ofPayment;
    }
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    for (OrderEvent event : accepted.events()) {
      lastOf(order, event)
          .ifPresent(
              requestId ->
                  order.returnBook().cases().stream()
                      .filter(one -> one.status() == Status.INSPECTED)
                      .filter(one -> ExchangeDecider.isRefundOf(order, one, requestId))
                      .filter(one -> ExchangeDecider.isSettledBut(order, one, requestId))
                      .forEach(one -> events.add(new ReturnEvent.ReturnClosed(one.returnId()))));
      if (event instanceof OrderEvent.CashGivenBack back
          && order.payment().cash().toGiveBackMinor() == back.amountMinor()) {
        order.returnBook().cases().stream()
            .filter(one -> one.status() == Status.INSPECTED && !one.isExchanging())
            .forEach(one -> events.add(new ReturnEvent.ReturnClosed(one.returnId())));
      }
    }
    return accept(events);
  }

  /** The request whose last money is back with this event. */
  private static Optional<String> lastOf(Order order, OrderEvent event) {
    return switch (event) {
      case OrderEvent.PaymentRefunded e ->
          Optional.of(e.requestId()).filter(id -> !order.draws().isOpen(id));
      case DrawEvent.DrawGivenBack e ->
          Optional.of(e.requestId())
              .filter(id -> order.payment().refunds().stream().noneMatch(one -> isOpen(one, id)))
              .filter(
                  id -> !order.draw(one -> one.answered(e.giveBackId(), true)).draws().isOpen(id));
      case DrawEvent.StoreCreditIssued e -> Optional.of(e.requestId());
      default -> Optional.empty();
    };
  }

  private static boolean isOpen(Payment.Refund refund, String requestId) {
    return refund.requestId().equals(requestId)
        && (refund.step() == Payment.RefundStep.QUEUED
            || refund.step() == Payment.RefundStep.ASKED);
  }

  private Decision<OrderEvent, Refusal> request(
      Order order, RequestReturn command, Caller caller, Instant now) {
    if (isNoId(command.returnId())
        || isTooLong(command.note())
        || command.claims().isEmpty()
        || command.claims().size() > PlacementRules.LINES_MAX) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A return has an id and 1 to %d lines.".formatted(PlacementRules.LINES_MAX));
    }
    Optional<ReturnCase> known = order.returnBook().of(command.returnId());
    boolean isTakenAtOnce =
        order.returns().stream().anyMatch(one -> one.returnId().equals(command.returnId()));
    if (known.isPresent() || isTakenAtOnce) {
      return known.filter(one -> claims(one).equals(command.claims())).isPresent()
          ? accept()
          : refuse(
              OrderRejection.RETURN_ID_REUSED,
              command.returnId(),
              "This return has been asked for with other lines.");
    }
    if (!RefundTarget.isOpen(order, command.refundTo())) {
      return refuse(
          OrderRejection.REFUND_TARGET_UNAVAILABLE,
          command.refundTo(),
          "Money goes back to what paid, original, or becomes store_credit; cash only goes back.");
    }
    if (!order.stands()) {
      return refuse(
          OrderRejection.ORDER_NOT_RETURNABLE,
          order.orderId(),
          "Only a confirmed order takes returns.");
    }
    if (order.returnBook().cases().size() >= CASES_MAX
        || order.returnBook().lineCount() + command.claims().size() > LINES_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_RETURNS,
          order.orderId(),
          "An order takes at most %d returns of %d lines together."
              .formatted(CASES_MAX, LINES_MAX));
    }
    Optional<Refusal> refusal = refusalOf(order, command, caller, now);
    if (refusal.isPresent()) {
      return reject(refusal.get());
    }
    var requested =
        new ReturnEvent.ReturnRequested(
            command.returnId(), command.claims(), command.note(), command.refundTo());
    boolean isApproved = caller.isStaff() || terms.approval() == ReturnTerms.Approval.AUTOMATIC;
    return isApproved
        ? accept(
            requested,
            new ReturnEvent.ReturnApproved(command.returnId(), now.plus(terms.arrivesWithin())))
        : accept(requested);
  }

  private Optional<Refusal> refusalOf(
      Order order, RequestReturn command, Caller caller, Instant now) {
    List<ReturnCommand.Offered> offers = ExchangeDecider.inCurrencyOf(order, command.offers());
    Instant confirmedAt = order.returnBook().confirmedAt();
    Instant orderedAt = confirmedAt == null ? order.placedAt() : confirmedAt;
    Set<String> lineIds = new HashSet<>();
    for (Claim claim : command.claims()) {
      Optional<Refusal> refusal =
          ReturnDecider.refusalOf(order, lineIds, claim.lineId(), claim.quantity());
      if (refusal.isEmpty() && !caller.isStaff()) {
        Order.Line line = order.line(claim.lineId()).orElseThrow();
        Instant ownSince = order.shipments().deliveredAt(claim.lineId()).orElse(orderedAt);
        refusal = policy.refusal(new ReturnRule.Case(line, claim.reason(), ownSince, now));
      }
      if (refusal.isEmpty()) {
        refusal =
            ExchangeDecider.refusalOf(order.line(claim.lineId()).orElseThrow(), claim, offers, now);
      }
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Decision<OrderEvent, Refusal> move(
      Order order, MoveReturn command, Caller caller, Instant now) {
    Optional<ReturnCase> found = order.returnBook().of(command.returnId());
    if (found.isEmpty()) {
      return refuse(
          OrderRejection.RETURN_NOT_FOUND, command.returnId(), "The order has no such return.");
    }
    boolean isForCustomers =
        command.move() instanceof ReturnCommand.Withdraw
            || command.move() instanceof ReturnCommand.Ship;
    if (caller.isCustomer() && !isForCustomers) {
      return refuse(
          OrderRejection.RETURN_STEP_NOT_ALLOWED,
          command.returnId(),
          "A customer says that the parcel is on its way, or that it will not come.");
    }
    ReturnCase one = found.get();
    String id = one.returnId();
    return switch (command.move()) {
      case ReturnCommand.Approve move ->
          step(
              one,
              Status.APPROVED,
              status -> status == Status.REQUESTED,
              new ReturnEvent.ReturnApproved(id, now.plus(terms.arrivesWithin())));
      case ReturnCommand.Reject move ->
          isTooLong(move.reason())
              ? malformed(id)
              : step(
                  one,
                  Status.REJECTED,
                  status -> status == Status.REQUESTED,
                  new ReturnEvent.ReturnRejected(id, move.reason()));
      case ReturnCommand.SendLabel move ->
          isNoId(move.carrier()) || isTooLong(move.trackingNumber())
              ? malformed(id)
              : step(
                  one,
                  null,
                  status -> status == Status.APPROVED || status == Status.LABEL_SENT,
                  new ReturnEvent.ReturnLabelSent(id, move.carrier(), move.trackingNumber()));
      case ReturnCommand.Ship move ->
          isTooLong(move.carrier()) || isTooLong(move.trackingNumber())
              ? malformed(id)
              : step(
                  one,
                  Status.IN_TRANSIT,
                  status -> status == Status.APPROVED || status == Status.LABEL_SENT,
                  new ReturnEvent.ReturnInTransit(id, move.carrier(), move.trackingNumber()));
      case ReturnCommand.Receive move ->
          isNoId(move.warehouseId())
              ? malformed(id)
              : step(
                  one,
                  Status.RECEIVED,
                  Status::isAwaited,
                  new ReturnEvent.ReturnReceived(id, move.warehouseId()));
      case Inspect move -> inspect(order, one, move);
      case ReturnCommand.Close move ->
          step(
              one,
              Status.CLOSED,
              status -> status == Status.INSPECTED && !one.isExchanging(),
              new ReturnEvent.ReturnClosed(id));
      case ReturnCommand.Withdraw move ->
          isTooLong(move.reason())
              ? malformed(id)
              : step(
                  one,
                  Status.CANCELLED,
                  status -> status == Status.REQUESTED || status.isAwaited(),
                  new ReturnEvent.ReturnCancelled(id, move.reason()));
    };
  }

  /** A step that was taken already changes nothing. */
  private static Decision<OrderEvent, Refusal> step(
      ReturnCase one, @Nullable Status taken, Predicate<Status> isAllowed, OrderEvent event) {
    if (one.status() == taken) {
      return accept();
    }
    return isAllowed.test(one.status()) ? accept(event) : notNow(one);
  }

  private Decision<OrderEvent, Refusal> inspect(Order order, ReturnCase one, Inspect inspect) {
    boolean isDone = one.status() == Status.INSPECTED || one.status() == Status.CLOSED;
    if (isDone && findings(one).equals(inspect.findings())) {
      return accept();
    }
    String warehouseId = one.warehouseId();
    if (one.status() != Status.RECEIVED || warehouseId == null) {
      return notNow(one);
    }
    Set<String> lineIds = new HashSet<>();
    for (Finding finding : inspect.findings()) {
      int claimed = one.units(finding.lineId());
      if (claimed == 0 || !lineIds.add(finding.lineId()) || !finding.addsUpTo(claimed)) {
        return notAddingUp(finding.lineId());
      }
    }
    for (ReturnCase.Line line : one.lines()) {
      if (!lineIds.contains(line.lineId())) {
        return notAddingUp(line.lineId());
      }
    }
    List<Finding> findings = ExchangeDecider.exchanging(order, one, inspect.findings());
    ReturnMoney money = ReturnMoney.of(order, one, findings, terms);
    var inspected =
        new ReturnEvent.ReturnInspected(
            one.returnId(), warehouseId, findings, money, requestId(order, one.returnId()));
    boolean isExchanging = findings.stream().anyMatch(found -> found.exchanged() > 0);
    boolean isLetOff = !order.draws().paysAny() && order.payment().isLetOff(money.refundMinor());
    boolean isPaid = money.refundMinor() == 0 || isLetOff;
    return isPaid && !isExchanging
        ? accept(inspected, new ReturnEvent.ReturnClosed(one.returnId()))
        : accept(inspected);
  }

  private static String requestId(Order order, String returnId) {
    return RequestIds.refundOfReturn(order.orderId(), returnId);
  }

  private static List<Claim> claims(ReturnCase one) {
    return one.lines().stream()
        .map(
            line ->
                new Claim(
                    line.lineId(),
                    line.quantity(),
                    line.reason(),
                    one.exchange(line.lineId())
                        .map(other -> new ReturnCommand.Wanted(other.sku(), other.quantity()))
                        .orElse(null)))
        .toList();
  }

  /** What was found, in the order of the return's lines. */
  private static List<Finding> findings(ReturnCase one) {
    return one.lines().stream().map(ReturnCase.Line::finding).toList();
  }

  private static boolean isNoId(String id) {
    return id.isBlank() || id.length() > Ids.LENGTH_MAX;
  }

  private static boolean isTooLong(@Nullable String text) {
    return text != null && text.length() > PlacementRules.TEXT_LENGTH_MAX;
  }

  private static Decision<OrderEvent, Refusal> malformed(String returnId) {
    return refuse(
        OrderRejection.MALFORMED_COMMAND, returnId, "Ids and texts of a step have bounds.");
  }

  private static Decision<OrderEvent, Refusal> notNow(ReturnCase one) {
    return refuse(
        OrderRejection.RETURN_STEP_NOT_ALLOWED,
        one.returnId(),
        "The return is %s.".formatted(one.status().name().toLowerCase(java.util.Locale.ROOT)));
  }

  private static Decision<OrderEvent, Refusal> notAddingUp(String lineId) {
    return refuse(
        OrderRejection.INSPECTION_INCOMPLETE,
        lineId,
        "Each line of the return stands in it once; resellable, damaged and missing add up to its"
            + " units, and only units that came are accepted.");
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
