package dev.millrace.orders.order;

import dev.millrace.orders.order.ReturnCommand.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A return that goes step by step, from the customer's request to the last of its money.
 *
 * @param note what the customer says
 * @param reason why it was rejected or cancelled
 * @param arriveBy when its units must have come, while they may
 * @param warehouseId where they came
 * @param exchanges what is wanted instead, at most one for a line
 * @param refundTo where its money goes
 */
public record ReturnCase(
    String returnId,
    Status status,
    Instant requestedAt,
    @Nullable String note,
    @Nullable String reason,
    @Nullable Instant arriveBy,
    @Nullable String carrier,
    @Nullable String trackingNumber,
    @Nullable String warehouseId,
    List<Line> lines,
    ReturnMoney money,
    List<Exchange> exchanges,
    String refundTo) {

  public ReturnCase {
    lines = List.copyOf(lines);
    exchanges = List.copyOf(exchanges);
  }

  /** Where a return stands. */
  public enum Status {
    REQUESTED,
    APPROVED,
    REJECTED,
    LABEL_SENT,
    IN_TRANSIT,
    RECEIVED,
    INSPECTED,
    CLOSED,
    CANCELLED,
    EXPIRED;

    /** Whether its units may still come: nobody else may claim them. */
    public boolean isOpen() {
      return this == REQUESTED || isAwaited() || this == RECEIVED;
    }

    /** Whether its units are allowed to come and have not. */
    boolean isAwaited() {
      return this == APPROVED || this == LABEL_SENT || this == IN_TRANSIT;
    }
  }

  /** Units of one line, and in which condition they came. */
  public record Line(
      String lineId,
      int quantity,
      ReturnReason reason,
      int resellable,
      int damaged,
      int missing,
      int accepted,
      int exchanged) {

    Line found(Finding finding) {
      return new Line(
          lineId,
          quantity,
          reason,
          finding.resellable(),
          finding.damaged(),
          finding.missing(),
          finding.accepted(),
          finding.exchanged());
    }

    /** What people found. */
    Finding finding() {
      return new Finding(lineId, resellable, damaged, missing, accepted + exchanged);
    }
  }

  static ReturnCase requested(String orderId, ReturnEvent.ReturnRequested event, Instant at) {
    List<Exchange> exchanges = new ArrayList<>();
    for (ReturnCommand.Claim claim : event.claims()) {
      ReturnCommand.Wanted wanted = claim.wanted();
      if (wanted != null) {
        exchanges.add(Exchange.wanted(orderId, event.returnId(), claim.lineId(), wanted));
      }
    }
    return new ReturnCase(
        event.returnId(),
        Status.REQUESTED,
        at,
        event.note(),
        null,
        null,
        null,
        null,
        null,
        event.claims().stream()
            .map(one -> new Line(one.lineId(), one.quantity(), one.reason(), 0, 0, 0, 0, 0))
            .toList(),
        ReturnMoney.NONE,
        exchanges,
        event.refundTo());
  }

  /** Whether the inventory is asked to sell what is wanted instead. */
  boolean isExchanging() {
    return exchanges.stream().anyMatch(one -> one.step() == Exchange.Step.SELLING);
  }

  /** What is wanted instead of units of a line. */
  Optional<Exchange> exchange(String lineId) {
    return exchanges.stream().filter(one -> one.lineId().equals(lineId)).findFirst();
  }

  ReturnCase exchanging(UnaryOperator<Exchange> change) {
    return new ReturnCase(
        returnId,
        status,
        requestedAt,
        note,
        reason,
        arriveBy,
        carrier,
        trackingNumber,
        warehouseId,
        lines,
        money,
        exchanges.stream().map(change).toList(),
        refundTo);
  }

  /** The line of this name, which it must have. */
  Line line(String lineId) {
    return lines.stream()
        .filter(one -> one.lineId().equals(lineId))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(lineId));
  }

  /** Units of a line that it asks to take back. */
  int units(String lineId) {
    return lines.stream().filter(one -> one.lineId().equals(lineId)).mapToInt(Line::quantity).sum();
  }

  ReturnCase approved(Instant until) {
    return with(Status.APPROVED, null, until, carrier, trackingNumber, warehouseId)
        .exchanging(Exchange::asked);
  }

  ReturnCase sent(Status next, @Nullable String by, @Nullable String parcel) {
    return with(
        next,
        null,
        arriveBy,
        by == null ? carrier : by,
        parcel == null ? trackingNumber : parcel,
        warehouseId);
  }

  ReturnCase received(String where) {
    return with(Status.RECEIVED, null, null, carrier, trackingNumber, where);
  }

  ReturnCase ended(Status next, @Nullable String why) {
    return with(next, why, null, carrier, trackingNumber, warehouseId).exchanging(Exchange::ended);
  }

  ReturnCase inspected(List<Finding> findings, ReturnMoney paid) {
    UnaryOperator<Line> found =
        line ->
            findings.stream()
                .filter(one -> one.lineId().equals(line.lineId()))
                .findFirst()
                .map(line::found)
                .orElse(line);
    return new ReturnCase(
        returnId,
        Status.INSPECTED,
        requestedAt,
        note,
        null,
        null,
        carrier,
        trackingNumber,
        warehouseId,
        lines.stream().map(found).toList(),
        paid,
        exchanges.stream().map(one -> inspected(one, findings)).toList(),
        refundTo);
  }

  private static Exchange inspected(Exchange one, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.lineId().equals(one.lineId()))
        .findFirst()
        .map(finding -> one.inspected(finding.exchanged(), finding.exchangedMinor()))
        .orElse(one);
  }

  private ReturnCase with(
      Status next,
      @Nullable String why,
      @Nullable Instant until,
      @Nullable String by,
      @Nullable String parcel,
      @Nullable String where) {
    return new ReturnCase(
        returnId,
        next,
        requestedAt,
        note,
        why,
        until,
        by,
        parcel,
        where,
        lines,
        money,
        exchanges,
        refundTo);
  }
}
