package dev.millrace.orders.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An order: what its events fold to. Changes only through {@link OrderFold}.
 *
 * @param sequence of the latest event
 * @param reason why it was rejected, cancelled or needs attention
 * @param wasConfirmed whether it ever was: then the cart's next checkout is another order
 * @param lines of the current attempt, in the order of the quote's lines
 * @param timeline the latest steps, oldest first
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
    List<Step> timeline) {

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
    REJECTED,
    CANCELLED,
    EXCEPTION
  }

  /**
   * The try that is under way, or was the last.
   *
   * @param deadline when the current step is overdue; null when none is awaited
   */
  public record Attempt(
      int number,
      Placement placement,
      String contentDigest,
      String checkoutCommandId,
      @Nullable Instant deadline) {
    Attempt dueAt(@Nullable Instant newDeadline) {
      return new Attempt(number, placement, contentDigest, checkoutCommandId, newDeadline);
    }
  }

  /** What has become of a line's stock. */
  public enum LineStock {
    REQUESTED,
    HELD,
    REFUSED,
    COMMITTING,
    COMMITTED,
    LOST,
    RELEASED,
    RETURNED
  }

  /** Units that one warehouse serves. */
  public record Allocation(String warehouseId, int quantity) {}

  /**
   * @param returned units that came back
   * @param refusal why the hold or the sale was refused
   * @param available units there were when the hold was refused
   * @param expiresAt when the hold ends, once there is one
   */
  public record Line(
      Placement.Line priced,
      int returned,
      String reservationId,
      LineStock stock,
      @Nullable String refusal,
      @Nullable Integer available,
      @Nullable Instant expiresAt,
      List<Allocation> allocations) {
    public Line {
      allocations = List.copyOf(allocations);
    }

    Line at(LineStock next) {
      return new Line(
          priced, returned, reservationId, next, refusal, available, expiresAt, allocations);
    }

    Line held(Instant until, List<Allocation> where) {
      return new Line(priced, returned, reservationId, LineStock.HELD, null, null, until, where);
    }

    Line refused(String why, int left) {
      return new Line(
          priced, returned, reservationId, LineStock.REFUSED, why, left, null, List.of());
    }

    Line lost(String why) {
      return new Line(
          priced, returned, reservationId, LineStock.LOST, why, null, expiresAt, List.of());
    }

    /** Sold from these warehouses; events of earlier versions name none, and the hold's stand. */
    Line servedBy(List<Allocation> warehouses) {
      return warehouses.isEmpty()
          ? this
          : new Line(
              priced, returned, reservationId, stock, refusal, available, expiresAt, warehouses);
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
          allocations);
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

  boolean isPending() {
    return status == Status.PENDING_STOCK || status == Status.PENDING_PAYMENT;
  }

  /** Whether the cart may try again under this order id. */
  boolean mayBeTriedAgain() {
    return status == Status.REJECTED || (status == Status.CANCELLED && !wasConfirmed);
  }

  long totalMinor() {
    return attempt.placement().quote().totalMinor();
  }

  Optional<Line> lineOfReservation(String reservationId) {
    return lines.stream().filter(line -> line.reservationId().equals(reservationId)).findFirst();
  }

  Optional<Line> line(String lineId) {
    return lines.stream().filter(line -> line.priced().lineId().equals(lineId)).findFirst();
  }

  boolean allAnswered() {
    return lines.stream().noneMatch(line -> line.stock() == LineStock.REQUESTED);
  }

  boolean anyRefused() {
    return lines.stream().anyMatch(line -> line.stock() == LineStock.REFUSED);
  }

  /** When the first of the holds ends. */
  Instant holdsEnd() {
    return lines.stream()
        .map(Line::expiresAt)
        .filter(java.util.Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
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
        steps.subList(surplus, steps.size()));
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
        timeline);
  }
}
