package dev.millrace.standalone.audit;

import dev.millrace.inventory.stock.Hold;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the inventory's books against the orders: every hold that the orders asked for belongs to a
 * line and agrees with it, every sale to a confirmed order, and what orders gave back came back.
 *
 * <p>An order that has changed lately may have asked for something that is not done yet: it is only
 * held to what it can already be held to.
 */
final class OrderComparison {

  private final StockBooks books;
  private final Instant settledBefore;
  private final Findings findings;
  private final Map<String, Long> returnedBySku = new HashMap<>();
  private final Set<String> unsettledSkus = new HashSet<>();

  /**
   * @param settledBefore orders that have not changed since have no answer outstanding
   */
  OrderComparison(StockBooks books, Instant settledBefore, Findings findings) {
    this.books = books;
    this.settledBefore = settledBefore;
    this.findings = findings;
  }

  /** Compares those lines of an order whose SKUs are in these books. */
  void compare(OrderBook order) {
    boolean settled = order.settledBefore(settledBefore);
    for (OrderBook.Line line : order.former()) {
      hold(line).ifPresent(hold -> endedAttempt(order, line, hold, settled));
    }
    for (OrderBook.Line line : order.lines()) {
      Optional<Hold> hold = hold(line);
      hold.ifPresent(held -> agrees(order, line, held, settled));
      switch (order.standing()) {
        case PENDING -> hold.filter(OrderComparison::isSold).ifPresent(h -> soldTooSoon(order, h));
        case REJECTED -> hold.ifPresent(held -> endedAttempt(order, line, held, settled));
        case CONFIRMED, CANCELLED_AFTER_CONFIRMATION ->
            confirmed(order, line, hold.orElse(null), settled);
      }
      countReturns(order, line, settled);
    }
    for (ExchangeBook.Entry one : order.exchanges().entries()) {
      exchanged(order, one, hold(one.sku, one.exchangeId), settled);
    }
  }

  /**
   * What is sent instead of units that came back is sold once, and else held by nobody for long.
   */
  private void exchanged(
      OrderBook order, ExchangeBook.Entry one, Optional<Hold> found, boolean settled) {
    boolean isSold = found.filter(OrderComparison::isSold).isPresent();
    boolean isWanted =
        one.standing == ExchangeBook.Standing.SOLD
            || (one.standing == ExchangeBook.Standing.SELLING && !settled);
    if (isSold && (!isWanted || found.orElseThrow().committedQuantity() != one.units)) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "the exchange %s of %d units is %s, its hold has sold %d"
              .formatted(
                  one.exchangeId,
                  one.units,
                  one.standing,
                  found.orElseThrow().committedQuantity()));
    }
    if (!isSold && one.standing == ExchangeBook.Standing.SOLD && books.owns(one.sku)) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "the exchange %s is not sold, but the order was told so".formatted(one.exchangeId));
    }
    boolean isHeld = found.filter(Hold::isHeld).isPresent() && !isSold;
    if (isHeld && one.standing == ExchangeBook.Standing.ENDED && settled) {
      find(
          Difference.Kind.HOLD,
          order.orderId(),
          "the exchange %s has ended, but its units are still held".formatted(one.exchangeId));
    }
  }

  /** Ends the comparison, when all orders have been compared. */
  void finish() {
    for (SkuBook book : books.all()) {
      for (String reservationId : book.unclaimed()) {
        Hold hold = book.ledger().hold(reservationId);
        if (hold != null && (hold.isHeld() || isSold(hold))) {
          find(
              Difference.Kind.HOLD,
              book.sku(),
              "the hold %s of %d units for %s belongs to no line of an order"
                  .formatted(reservationId, hold.quantity(), hold.owner()));
        }
      }
      unitsArrive(book);
      long expected = returnedBySku.getOrDefault(book.sku(), 0L);
      if (!unsettledSkus.contains(book.sku()) && expected != book.returnedByOrders()) {
        find(
            Difference.Kind.RETURN,
            book.sku(),
            "orders gave back %d units, %d came back".formatted(expected, book.returnedByOrders()));
      }
    }
  }

  /** What left the SKU for its buckets, or the other way, came there, if nothing moved lately. */
  private void unitsArrive(SkuBook home) {
    if (BucketKey.isBucket(home.sku()) || !home.isSplit()) {
      return;
    }
    long underWay = 0;
    for (SkuBook book : books.booksOf(home.sku())) {
      if (!book.ledger().stock().at().isBefore(settledBefore)) {
        return;
      }
      underWay += book.underWay();
    }
    if (underWay != 0) {
      find(
          Difference.Kind.EVENTS,
          home.sku(),
          "%d units left for another bucket and did not arrive".formatted(underWay));
    }
  }

  private Optional<Hold> hold(OrderBook.Line line) {
    return hold(line.sku, line.reservationId);
  }

  private Optional<Hold> hold(String sku, String reservationId) {
    Hold found = null;
    for (SkuBook book : books.booksOf(sku)) {
      book.claim(reservationId);
      Hold hold = book.ledger().hold(reservationId);
      // An order may have asked twice, of two buckets: the later one counts once it is sold.
      if (hold != null && (found == null || isSold(hold) || (hold.isHeld() && !isSold(found)))) {
        found = hold;
      }
    }
    return Optional.ofNullable(found);
  }

  private void agrees(OrderBook order, OrderBook.Line line, Hold hold, boolean settled) {
    if (hold.quantity() != line.quantity
        || !isSoldAsOrdered(order, line, hold, settled)
        || !hold.sellerId().equals(line.sellerId)) {
      find(
          Difference.Kind.HOLD,
          line.sku,
          "%s wants %d units of %s in line %s, its hold %s is of %d units of %s, %d of them sold"
              .formatted(
                  order.orderId(),
                  line.quantity,
                  line.sellerId,
                  line.lineId,
                  hold.reservationId(),
                  hold.quantity(),
                  hold.sellerId(),
                  hold.committedQuantity()));
    }
  }

  /** A cancelled order's line is sold as far as its units had come. */
  private static boolean isSoldAsOrdered(
      OrderBook order, OrderBook.Line line, Hold hold, boolean settled) {
    int missing = isSold(hold) ? line.quantity - hold.committedQuantity() : 0;
    boolean isBeingWithdrawn =
        !settled
            && line.withdrawn == 0
            && order.standing() == OrderBook.Standing.CANCELLED_AFTER_CONFIRMATION;
    return missing == line.withdrawn || (isBeingWithdrawn && missing > 0);
  }

  private void soldTooSoon(OrderBook order, Hold hold) {
    find(
        Difference.Kind.SALE,
        order.orderId(),
        "the hold %s is sold, but the order is not confirmed".formatted(hold.reservationId()));
  }

  private void endedAttempt(OrderBook order, OrderBook.Line line, Hold hold, boolean settled) {
    if (isSold(hold)) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "%d units of %s are sold to an attempt that was given up"
              .formatted(hold.committedQuantity(), line.sku));
    } else if (hold.isHeld() && settled) {
      find(
          Difference.Kind.HOLD,
          order.orderId(),
          "%d units of %s are still held for an attempt that was given up"
              .formatted(hold.quantity(), line.sku));
    }
  }

  private void confirmed(
      OrderBook order, OrderBook.Line line, @Nullable Hold hold, boolean settled) {
    boolean sold = hold != null && isSold(hold);
    if (line.lost && sold && (settled || !line.retried)) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "%s is sold, but the order was told that it is not".formatted(line.sku));
    }
    if (hold != null
        && isSold(hold)
        && hold.isWaiting()
        && settled
        && order.standing() == OrderBook.Standing.CANCELLED_AFTER_CONFIRMATION) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "%d units of %s are still owed, but the order is cancelled"
              .formatted(hold.backordered(), line.sku));
    }
    boolean outstanding = !settled && !line.sold && hold != null && hold.isHeld();
    if (!line.lost && !sold && !outstanding && books.owns(line.sku)) {
      find(
          Difference.Kind.SALE,
          order.orderId(),
          "%d units of %s are confirmed, but not sold: the hold %s is %s"
              .formatted(
                  line.quantity,
                  line.sku,
                  line.reservationId,
                  hold == null ? "not known" : hold.status()));
    }
  }

  private void countReturns(OrderBook order, OrderBook.Line line, boolean settled) {
    boolean allBack =
        order.standing() == OrderBook.Standing.CANCELLED_AFTER_CONFIRMATION && line.sold;
    long back = allBack ? line.quantity - line.withdrawn - line.damaged : line.returned;
    if (back > 0) {
      returnedBySku.merge(line.sku, back, Long::sum);
    }
    if (!settled) {
      unsettledSkus.add(line.sku);
    }
  }

  private static boolean isSold(Hold hold) {
    return hold.status() == Hold.Status.COMMITTED;
  }

  private void find(Difference.Kind kind, String where, String what) {
    findings.add(kind, where, what);
  }
}
