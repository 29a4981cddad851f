package dev.millrace.orders.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An order: what its events fold to. Changes only through {@link OrderFold}.
 *
 * @param sequence of the latest event
 * @param reason why it was rejected, cancelled or needs attention
 * @param wasConfirmed whether it ever was: then the cart's next checkout is another order
 * @param lines of the current attempt, in the order of the quote's lines
 * @param returns those that were taken at once
 * @param timeline the latest steps, oldest first
 * @param shipments how the units go out
 * @param returnBook returns that go step by step, and money that went back by itself
 * @param care what people did beside the checkout: holds, exceptions, cancelled units
 * @param draws what it draws on gift cards, store credit and coupons
 */
public record Order(
    String orderId,
    long sequence,
    Instant placedAt,
    Instant lastAt,
    Status status,
    @Nullable String reason,
    boolean wasConfirmed,
    Attempt attempt,
    List<Line> lines,
    Payment payment,
    List<Return> returns,
    List<Step> timeline,
    Shipments shipments,
    ReturnBook returnBook,
    Care care,
    Draws draws) {

  /** Steps that the view shows; the log has the rest. */
  static final int TIMELINE_MAX = 50;

  public Order {
    lines = List.copyOf(lines);
    returns = List.copyOf(returns);
    timeline = List.copyOf(timeline);
  }

  /** Where the order stands. */
  public enum Status {
    PENDING_STOCK,
    PENDING_PAYMENT,
    CONFIRMED,
    /** Somebody has begun to pick. */
    FULFILLING,
    /** All that was sold has left. */
    SHIPPED,
    DELIVERED,
    REJECTED,
    CANCELLED,
    EXCEPTION;

    /** Whether an order in this state is confirmed and not given up, sent or not. */
    public boolean stands() {
      return this == CONFIRMED || this == FULFILLING || this == SHIPPED || this == DELIVERED;
    }
  }

  /**
   * The try that is under way, or was the last.
   *
   * @param deadline when the current step is overdue; null when none is awaited
   * @param unitsShort what was wanted and could not be had
   */
  public record Attempt(
      int number,
      Placement placement,
      String contentDigest,
      String checkoutCommandId,
      @Nullable Instant deadline,
      List<UnitsShort> unitsShort) {
    public Attempt {
      unitsShort = List.copyOf(unitsShort);
    }

    Attempt dueAt(@Nullable Instant newDeadline) {
      return new Attempt(
          number, placement, contentDigest, checkoutCommandId, newDeadline, unitsShort);
    }

    Attempt shortOf(Placement newPlacement, List<UnitsShort> missing) {
      return new Attempt(number, newPlacement, contentDigest, checkoutCommandId, deadline, missing);
    }

    Attempt sentTo(Placement.Address address) {
      return shortOf(placement.sentTo(address), unitsShort);
    }
  }

  /** What has become of a line's stock. */
  public enum LineStock {
    REQUESTED,
    HELD,
    REFUSED,
    COMMITTING,
    /** Sold, but some units have yet to come. */
    BACKORDERED,
    COMMITTED,
    LOST,
    RELEASED,
    /** The order is cancelled, and what has yet to come is being taken back. */
    WITHDRAWING,
    RETURNED;

    /** Whether units of the line may have yet to come. */
    boolean mayWait() {
      return this == HELD || this == COMMITTING || this == BACKORDERED || this == WITHDRAWING;
    }
  }

  /**
   * Units of a line that are promised beyond stock and have yet to come.
   *
   * @param promisedAt when they are expected; null when nobody knows, or there are none
   */
  public record Backorder(int units, @Nullable Instant promisedAt) {

    public static final Backorder NONE = new Backorder(0, null);

    /** Whoever waits for nothing waits until no time. */
    public static Backorder of(int units, @Nullable Instant promisedAt) {
      return units == 0 ? NONE : new Backorder(units, promisedAt);
    }
  }

  /** Units that one warehouse serves. */
  public record Allocation(String warehouseId, int quantity) {}

  /**
   * @param returned units that came back
   * @param refusal why the hold or the sale was refused
   * @param available units there were when the hold was refused
   * @param expiresAt when the hold ends, once there is one
   * @param allocations where the units are that are there, or were sold from
   */
  public record Line(
      Placement.Line priced,
      int returned,
      String reservationId,
      LineStock stock,
      @Nullable String refusal,
      @Nullable Integer available,
      @Nullable Instant expiresAt,
      List<Allocation> allocations,
      Backorder backorder) {
    public Line {
      allocations = List.copyOf(allocations);
    }

    /** One whose stock is asked for now. */
    static Line requested(Placement.Line priced, String reservationId) {
      return new Line(
          priced,
          0,
          reservationId,
          LineStock.REQUESTED,
          null,
          null,
          null,
          List.of(),
          Backorder.NONE);
    }

    Line priced(Placement.Line anew) {
      return new Line(
          anew,
          returned,
          reservationId,
          stock,
          refusal,
          available,
          expiresAt,
          allocations,
          backorder);
    }

    /** Units that were sold and have come, whether or not they came back. */
    int delivered() {
      return priced.quantity() - backorder.units();
    }

    Line at(LineStock next) {
      return with(next, allocations, next.mayWait() ? backorder : Backorder.NONE);
    }

    Line held(Instant until, List<Allocation> where, Backorder promised) {
      return new Line(
          priced, returned, reservationId, LineStock.HELD, null, null, until, where, promised);
    }

    Line refused(String why, int left) {
      return new Line(
          priced,
          returned,
          reservationId,
          LineStock.REFUSED,
          why,
          left,
          null,
          List.of(),
          Backorder.NONE);
    }

    Line lost(String why) {
      return new Line(
          priced,
          returned,
          reservationId,
          LineStock.LOST,
          why,
          null,
          expiresAt,
          List.of(),
          Backorder.NONE);
    }

    /** Sold from these warehouses; events of earlier versions name none, and the hold's stand. */
    Line sold(List<Allocation> warehouses, Backorder owed, boolean cancelled) {
      boolean sayNothing = warehouses.isEmpty() && owed.units() == 0;
      LineStock whole = cancelled ? LineStock.RETURNED : LineStock.COMMITTED;
      LineStock part = cancelled ? LineStock.WITHDRAWING : LineStock.BACKORDERED;
      return with(owed.units() == 0 ? whole : part, sayNothing ? allocations : warehouses, owed);
    }

    /** Some of what had yet to come is there; with the last of it, all is sold as any other. */
    Line filled(List<Allocation> warehouses, int missing) {
      boolean isLast = missing == 0 && stock == LineStock.BACKORDERED;
      return with(
          isLast ? LineStock.COMMITTED : stock,
          warehouses,
          Backorder.of(missing, backorder.promisedAt()));
    }

    /** Nothing comes any more, and what came from these warehouses goes back. */
    Line withdrawn(List<Allocation> warehouses) {
      return with(LineStock.RETURNED, warehouses, Backorder.NONE);
    }

    /** Without units that were given up; they go back to these warehouses. */
    Line without(List<Allocation> gone) {
      return with(stock, CareFold.minus(allocations, gone), backorder);
    }

    private Line with(LineStock next, List<Allocation> where, Backorder waitsFor) {
      return new Line(
          priced, returned, reservationId, next, refusal, available, expiresAt, where, waitsFor);
    }

    Line plusReturned(int quantity) {
      return new Line(
          priced,
          returned + quantity,
          reservationId,
          stock,
          refusal,
          available,
          expiresAt,
          allocations,
          backorder);
    }
  }

  /** A return that was taken. */
  public record Return(String returnId, List<OrderCommand.Item> items) {
    public Return {
      items = List.copyOf(items);
    }
  }

  /** One entry of the timeline. */
  public record Step(Instant at, String event, Caller actor) {}

  /** When something is overdue, in no order; a moment stands in it once. */
  public Set<Instant> deadlines() {
    Set<Instant> deadlines = new HashSet<>(returnBook.deadlines());
    if (attempt.deadline() != null) {
      deadlines.add(attempt.deadline());
    }
    return deadlines;
  }

  /** Whether it must not be fulfilled yet. */
  public boolean isHeld() {
    return !care.holds().isEmpty();
  }

  /** What is taken of the promised money when it is taken: not what was given up before. */
  public long toCaptureMinor() {
    return dueMinor() - care.waivedMinor();
  }

  /** What may still be taken of the promise: not what was given up before. */
  long capturableMinor() {
    return Math.max(0, payment.remainderMinor() - care.waivedMinor());
  }

  /**
   * What may still be promised back: not what may have gone back without anybody knowing.
   *
   * @param expectedMinor what will be taken, as long as it is not
   */
  long grantableMinor(long expectedMinor) {
    return providerGrantableMinor(expectedMinor) + draws.refundableMinor();
  }

  /** What of that the payment method paid, or will have paid. */
  long providerGrantableMinor(long expectedMinor) {
    long paidMinor = payment.grantableMinor(expectedMinor);
    long goneMinor = care.inDoubtMinor(payment.refunds()) + draws.ofProviderMinor();
    return Math.max(0, paidMinor - goneMinor);
  }

  /** Whether nothing more becomes of it, but for money that is on its way. */
  boolean hasEnded() {
    return status == Status.REJECTED || status == Status.CANCELLED;
  }

  boolean isPending() {
    return status == Status.PENDING_STOCK || status == Status.PENDING_PAYMENT;
  }

  /** Whether it is confirmed and not given up, sent or not. */
  public boolean stands() {
    return status.stands();
  }

  /** Whether the cart may try again under this order id. */
  boolean mayBeTriedAgain() {
    return status == Status.REJECTED || (status == Status.CANCELLED && !wasConfirmed);
  }

  long totalMinor() {
    return attempt.placement().quote().totalMinor();
  }

  /** What the payment method is asked for: what accounts do not pay. */
  public long dueMinor() {
    return totalMinor() - draws.drawnMinor(totalMinor());
  }

  Optional<Line> lineOfReservation(String reservationId) {
    return lines.stream().filter(line -> line.reservationId().equals(reservationId)).findFirst();
  }

  Optional<Line> line(String lineId) {
    return lines.stream().filter(line -> line.priced().lineId().equals(lineId)).findFirst();
  }

  Order at(Status next, @Nullable String newReason) {
    boolean confirmed = wasConfirmed || next == Status.CONFIRMED;
    return with(next, newReason, confirmed, attempt, lines, payment, returns);
  }

  Order dueAt(@Nullable Instant deadline) {
    return with(status, reason, wasConfirmed, attempt.dueAt(deadline), lines, payment, returns);
  }

  Order pay(UnaryOperator<Payment> change) {
    Payment changed = change.apply(payment);
    return with(status, reason, wasConfirmed, attempt, lines, changed, returns);
  }

  Order eachLine(UnaryOperator<Line> change) {
    List<Line> changed = lines.stream().map(change).toList();
    return with(status, reason, wasConfirmed, attempt, changed, payment, returns);
  }

  Order changeLine(String lineId, UnaryOperator<Line> change) {
    return eachLine(line -> line.priced().lineId().equals(lineId) ? change.apply(line) : line);
  }

  Order care(UnaryOperator<Care> change) {
    return with(shipments, change.apply(care), draws);
  }

  Order draw(UnaryOperator<Draws> change) {
    return with(shipments, care, change.apply(draws));
  }

  Order sentTo(Placement.Address address) {
    return attempt(attempt.sentTo(address));
  }

  Order attempt(Attempt changed) {
    return with(status, reason, wasConfirmed, changed, lines, payment, returns);
  }

  Order lines(List<Line> changed) {
    return with(status, reason, wasConfirmed, attempt, changed, payment, returns);
  }

  Order plus(Return taken) {
    List<Return> all = new ArrayList<>(returns);
    all.add(taken);
    return with(status, reason, wasConfirmed, attempt, lines, payment, all);
  }

  Order recorded(OrderEvent.Recorded event) {
    List<Step> steps = new ArrayList<>(timeline);
    steps.add(new Step(event.at(), event.event().type(), event.actor()));
    int surplus = Math.max(0, steps.size() - TIMELINE_MAX);
    return new Order(
        orderId,
        event.sequence(),
        placedAt,
        event.at(),
        status,
        reason,
        wasConfirmed,
        attempt,
        lines,
        payment,
        returns,
        steps.subList(surplus, steps.size()),
        shipments,
        returnBook.after(orderId, event),
        care,
        draws);
  }

  Order ship(UnaryOperator<Shipments> change) {
    return with(change.apply(shipments), care, draws);
  }

  private Order with(Shipments newShipments, Care newCare, Draws newDraws) {
    return new Order(
        orderId,
        sequence,
        placedAt,
        lastAt,
        status,
        reason,
        wasConfirmed,
        attempt,
        lines,
        payment,
        returns,
        timeline,
        newShipments,
        returnBook,
        newCare,
        newDraws);
  }

  /** What an event may change; its place in the log comes with {@link #recorded}. */
  private Order with(
      Status newStatus,
      @Nullable String newReason,
      boolean confirmed,
      Attempt newAttempt,
      List<Line> newLines,
      Payment newPayment,
      List<Return> newReturns) {
    return new Order(
        orderId,
        sequence,
        placedAt,
        lastAt,
        newStatus,
        newReason,
        confirmed,
        newAttempt,
        newLines,
        newPayment,
        newReturns,
        timeline,
        shipments,
        returnBook,
        care,
        draws);
  }
}
