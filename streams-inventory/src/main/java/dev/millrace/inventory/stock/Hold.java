package dev.millrace.inventory.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reservation: units held for somebody until a deadline, and how that ended.
 *
 * @param quantity units held in the beginning
 * @param committedQuantity units sold; 0 unless committed
 * @param allocations where the units are held; once committed, where they were sold
 * @param expiresAt from this moment on the hold is void
 * @param closedAt when it ended; null while it is held
 */
public record Hold(
    String reservationId,
    String sellerId,
    String owner,
    Status status,
    int quantity,
    int committedQuantity,
    List<Allocation> allocations,
    Instant expiresAt,
    @Nullable Instant closedAt) {

  /** Where a hold stands; it leaves HELD once and for all. */
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

  /** Whether the deadline has passed although nothing has said so yet. */
  public boolean isOverdue(Instant now) {
    return isHeld() && !now.isBefore(expiresAt);
  }

  /** The hold after an event that may concern it. */
  static @Nullable Hold evolve(@Nullable Hold hold, StockEvent event) {
    return switch (event) {
      case StockEvent.StockMoved e -> hold;
      case StockEvent.StockPolicySet e -> hold;
      case StockEvent.Crossing e -> hold;
      case StockEvent.StockWatched e -> hold;
      case StockEvent.StockWatchEnded e -> hold;
      case StockEvent.StockReserved e ->
          new Hold(
              e.reservationId(),
              e.sellerId(),
              e.owner(),
              Status.HELD,
              e.quantity(),
              0,
              e.allocations(),
              e.expiresAt(),
              null);
      case StockEvent.ReservationCommitted e ->
          existing(hold, e.reservationId())
              .closed(Status.COMMITTED, e.quantity(), e.committed(), e.at());
      case StockEvent.ReservationReleased e ->
          existing(hold, e.reservationId()).closed(Status.RELEASED, 0, e.released(), e.at());
      case StockEvent.ReservationExpired e ->
          existing(hold, e.reservationId()).closed(Status.EXPIRED, 0, e.released(), e.at());
      case StockEvent.ReservationExtended e ->
          existing(hold, e.reservationId()).until(e.expiresAt());
    };
  }

  private static Hold existing(@Nullable Hold hold, String reservationId) {
    if (hold == null || !hold.reservationId().equals(reservationId)) {
      throw new IllegalStateException("an event of a hold that is not there: " + reservationId);
    }
    return hold;
  }

  private Hold closed(Status end, int sold, List<Allocation> where, Instant at) {
    return new Hold(reservationId, sellerId, owner, end, quantity, sold, where, expiresAt, at);
  }

  private Hold until(Instant deadline) {
    return new Hold(
        reservationId,
        sellerId,
        owner,
        status,
        quantity,
        committedQuantity,
        allocations,
        deadline,
        closedAt);
  }
}
