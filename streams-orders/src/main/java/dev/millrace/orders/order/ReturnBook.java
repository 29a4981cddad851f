package dev.millrace.orders.order;

import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order's returns that go step by step, and the money that went back by itself.
 *
 * @param confirmedAt when the current attempt was confirmed; null before, and in orders that
 *     earlier versions stored
 * @param cases in the order of their requests
 * @param refunds oldest first
 */
public record ReturnBook(
    @Nullable Instant confirmedAt, List<ReturnCase> cases, List<Granted> refunds) {

  /** Nothing has come back. */
  public static final ReturnBook EMPTY = new ReturnBook(null, List.of(), List.of());

  public ReturnBook {
    cases = List.copyOf(cases);
    refunds = List.copyOf(refunds);
  }

  /** Money that went back by itself. */
  public record Granted(
      String refundId,
      long amountMinor,
      List<RefundedLine> lines,
      String reason,
      String refundTo,
      Instant grantedAt) {
    public Granted {
      lines = List.copyOf(lines);
    }
  }

  /** The book after the order's next event. */
  ReturnBook after(String orderId, OrderEvent.Recorded recorded) {
    return switch (recorded.event()) {
      case OrderEvent.OrderConfirmed e -> new ReturnBook(recorded.at(), cases, refunds);
      case ReturnEvent e -> after(orderId, e, recorded.at());
      default -> this;
    };
  }

  private ReturnBook after(String orderId, ReturnEvent event, Instant at) {
    return switch (event) {
      case ReturnEvent.ReturnRequested e -> plus(ReturnCase.requested(orderId, e, at));
      case ReturnEvent.ReturnApproved e -> change(e.returnId(), one -> one.approved(e.arriveBy()));
      case ReturnEvent.ReturnRejected e ->
          change(e.returnId(), one -> one.ended(ReturnCase.Status.REJECTED, e.reason()));
      case ReturnEvent.ReturnLabelSent e ->
          change(
              e.returnId(),
              one -> one.sent(ReturnCase.Status.LABEL_SENT, e.carrier(), e.trackingNumber()));
      case ReturnEvent.ReturnInTransit e ->
          change(
              e.returnId(),
              one -> one.sent(ReturnCase.Status.IN_TRANSIT, e.carrier(), e.trackingNumber()));
      case ReturnEvent.ReturnReceived e ->
          change(e.returnId(), one -> one.received(e.warehouseId()));
      case ReturnEvent.ReturnInspected e ->
          change(e.returnId(), one -> one.inspected(e.findings(), e.money()));
      case ReturnEvent.ReturnClosed e ->
          change(e.returnId(), one -> one.ended(ReturnCase.Status.CLOSED, null));
      case ReturnEvent.ReturnCancelled e ->
          change(e.returnId(), one -> one.ended(ReturnCase.Status.CANCELLED, e.reason()));
      case ReturnEvent.ReturnExpired e ->
          change(e.returnId(), one -> one.ended(ReturnCase.Status.EXPIRED, null));
      case ReturnEvent.ExchangeHeld e -> change(e.returnId(), e.lineId(), Exchange::held);
      case ReturnEvent.ExchangeRefused e ->
          change(e.returnId(), e.lineId(), one -> one.refused(e.reason()));
      case ReturnEvent.ExchangeSold e ->
          change(e.returnId(), e.lineId(), one -> one.sold(e.allocations()));
      case ReturnEvent.RefundGranted e -> plus(e, at);
    };
  }

  Optional<ReturnCase> of(String returnId) {
    return cases.stream().filter(one -> one.returnId().equals(returnId)).findFirst();
  }

  Optional<Granted> refund(String refundId) {
    return refunds.stream().filter(one -> one.refundId().equals(refundId)).findFirst();
  }

  boolean isAnyOpen() {
    return cases.stream().anyMatch(one -> one.status().isOpen());
  }

  /** All exchanges of all returns. */
  public Stream<Exchange> exchanges() {
    return cases.stream().flatMap(one -> one.exchanges().stream());
  }

  /** Whether other units are being sold, or were, for some that came back. */
  boolean isAnyExchanged() {
    return exchanges()
        .anyMatch(one -> one.step() == Exchange.Step.SELLING || one.step() == Exchange.Step.SOLD);
  }

  /** Units of a line that returns under way have claimed. */
  int claimed(String lineId) {
    return cases.stream()
        .filter(one -> one.status().isOpen())
        .mapToInt(one -> one.units(lineId))
        .sum();
  }

  /** Units of a line that were paid back for the seller's fault. */
  int unitsBackForTheSellersFault(String lineId) {
    return cases.stream()
        .flatMap(one -> one.lines().stream())
        .filter(line -> line.lineId().equals(lineId) && line.reason().isSellersFault())
        .mapToInt(ReturnCase.Line::accepted)
        .sum();
  }

  /** What a line got back without units that came for it. */
  long refundedMinor(String lineId) {
    return refunds.stream()
        .flatMap(one -> one.lines().stream())
        .filter(line -> line.lineId().equals(lineId))
        .mapToLong(RefundedLine::amountMinor)
        .sum();
  }

  /** Lines of all returns together. */
  int lineCount() {
    return cases.stream().mapToInt(one -> one.lines().size()).sum();
  }

  /** When returns end whose units have not come, earliest first. */
  List<Instant> deadlines() {
    var deadlines = new TreeSet<Instant>();
    for (ReturnCase one : cases) {
      if (one.arriveBy() != null) {
        deadlines.add(one.arriveBy());
      }
    }
    return List.copyOf(deadlines);
  }

  private ReturnBook plus(ReturnCase requested) {
    List<ReturnCase> all = new ArrayList<>(cases);
    all.add(requested);
    return new ReturnBook(confirmedAt, all, refunds);
  }

  private ReturnBook plus(ReturnEvent.RefundGranted granted, Instant at) {
    List<Granted> all = new ArrayList<>(refunds);
    all.add(
        new Granted(
            granted.refundId(),
            granted.amountMinor(),
            granted.lines(),
            granted.reason(),
            granted.refundTo(),
            at));
    return new ReturnBook(confirmedAt, cases, all);
  }

  private ReturnBook change(String returnId, String lineId, UnaryOperator<Exchange> change) {
    return change(
        returnId,
        one ->
            one.exchanging(
                exchange -> exchange.lineId().equals(lineId) ? change.apply(exchange) : exchange));
  }

  private ReturnBook change(String returnId, UnaryOperator<ReturnCase> change) {
    return new ReturnBook(
        confirmedAt,
        cases.stream()
            .map(one -> one.returnId().equals(returnId) ? change.apply(one) : one)
            .toList(),
        refunds);
  }
}
