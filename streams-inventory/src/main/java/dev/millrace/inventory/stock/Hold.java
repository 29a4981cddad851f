package dev.millrace.inventory.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reservation: units held for somebody until a deadline, and how that ended.
 *
 * @param request what is held, for whom
 * @param committedQuantity units sold and not withdrawn; 0 unless committed
 * @param allocations where the units are held; once committed, where they were sold
 * @param backordered units promised beyond stock that have not come yet; 0 once nobody waits for
 *     them any more
 * @param promisedAt when those are expected; null when nobody knows, or there never were any
 * @param expiresAt from this moment on the hold is void
 * @param sequence of the event that made it
 * @param closedAt when it ended; null while it is held
 * @param resultKey who hears when promised units come; null for nobody, and where none may be
 *     promised
 */
public record Hold(
    String reservationId,
    HoldRequest request,
    Status status,
    int committedQuantity,
    List<Allocation> allocations,
    int backordered,
    @Nullable Instant promisedAt,
    Instant expiresAt,
    long sequence,
    @Nullable Instant closedAt,
    @Nullable String resultKey) {

  /** Where a hold stands. Only EXPIRED may become HELD again, as a new hold of the same content. */
  public enum Status {
    HELD,
    COMMITTED,
    RELEASED,
    EXPIRED
  }

  public Hold {
    allocations = List.copyOf(allocations);
  }

  public boolean isHeld() {
    return status == Status.HELD;
  }

  /** Whose stock. */
  public String sellerId() {
    return request.sellerId();
  }

  /** Whom the hold is for. */
  public String owner() {
    return request.owner();
  }

  /** Units held in the beginning. */
  public int quantity() {
    return request.quantity();
  }

  /** Whether the deadline has passed although nothing has said so yet. */
  public boolean isOverdue(Instant now) {
    return isHeld() && !now.isBefore(expiresAt);
  }

  /** Whether units that come in are for it: promised, held or sold, and still missing. */
  public boolean isWaiting() {
    return backordered > 0 && (isHeld() || status == Status.COMMITTED);
  }

  /**
   * The hold after an event that may concern it.
   *
   * @param sequence of the event
   */
  static @Nullable Hold evolve(@Nullable Hold hold, StockEvent event, long sequence) {
    return event instanceof StockEvent.OfHold concerned ? after(hold, concerned, sequence) : hold;
  }

  /** The hold after an event that concerns it. */
  static Hold after(@Nullable Hold hold, StockEvent.OfHold event, long sequence) {
    return switch (event) {
      case StockEvent.StockReserved e ->
          new Hold(
              e.reservationId(),
              e.request(),
              Status.HELD,
              0,
              e.allocations(),
              e.backordered(),
              e.promisedAt(),
              e.expiresAt(),
              sequence,
              null,
              e.resultKey());
      case StockEvent.ReservationCommitted e ->
          existing(hold, e).closed(Status.COMMITTED, e.quantity(), e.committed(), e.owed(), e.at());
      case StockEvent.ReservationReleased e ->
          existing(hold, e).closed(Status.RELEASED, 0, e.released(), 0, e.at());
      case StockEvent.ReservationExpired e ->
          existing(hold, e).closed(Status.EXPIRED, 0, e.released(), 0, e.at());
      case StockEvent.ReservationExtended e -> existing(hold, e).until(e.expiresAt());
      case StockEvent.BackorderFilled e -> existing(hold, e).filled(e.allocations(), e.missing());
      case StockEvent.BackorderWithdrawn e -> existing(hold, e).withdrawn(e.quantity());
    };
  }

  private static Hold existing(@Nullable Hold hold, StockEvent.OfHold event) {
    if (hold == null || !hold.reservationId().equals(event.reservationId())) {
      throw new IllegalStateException(
          "an event of a hold that is not there: " + event.reservationId());
    }
    return hold;
  }

  private Hold closed(Status end, int sold, List<Allocation> where, int owed, Instant at) {
    return new Hold(
        reservationId,
        request,
        end,
        sold,
        where,
        owed,
        promisedAt,
        expiresAt,
        sequence,
        at,
        resultKey);
  }

  private Hold until(Instant deadline) {
    return new Hold(
        reservationId,
        request,
        status,
        committedQuantity,
        allocations,
        backordered,
        promisedAt,
        deadline,
        sequence,
        closedAt,
        resultKey);
  }

  private Hold filled(List<Allocation> came, int missing) {
    return new Hold(
        reservationId,
        request,
        status,
        committedQuantity,
        Allocation.together(allocations, came),
        missing,
        promisedAt,
        expiresAt,
        sequence,
        closedAt,
        resultKey);
  }

  private Hold withdrawn(int units) {
    return new Hold(
        reservationId,
        request,
        status,
        committedQuantity - units,
        allocations,
        backordered - units,
        promisedAt,
        expiresAt,
        sequence,
        closedAt,
        resultKey);
  }
}
