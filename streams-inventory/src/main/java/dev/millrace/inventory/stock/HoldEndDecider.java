package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.ALREADY_RELEASED;
import static dev.millrace.inventory.stock.StockRejection.COMMIT_EXCEEDS_HOLD;
import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_EXPIRED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_DUE;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_FOUND;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import dev.millrace.inventory.stock.StockEvent.ReservationExpired;
import dev.millrace.inventory.stock.StockEvent.ReservationReleased;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How holds end: sold, given back, or because their deadline passed. */
final class HoldEndDecider {

  private HoldEndDecider() {}

  static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, CommitReservation commit, Instant now) {
    if (commit.quantity() != null && commit.quantity() < 1) {
      return reject(INVALID_QUANTITY);
    }
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    int quantity = commit.quantity() == null ? hold.quantity() : commit.quantity();
    return switch (hold.status()) {
      case COMMITTED -> quantity == hold.committedQuantity() ? accept() : reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          quantity > hold.quantity()
              ? reject(COMMIT_EXCEEDS_HOLD)
              : accept(
                  new ReservationCommitted(
                      now,
                      hold.reservationId(),
                      hold.sellerId(),
                      quantity,
                      Allocation.first(hold.allocations(), quantity),
                      Allocation.afterFirst(hold.allocations(), quantity),
                      hold.owner()));
    };
  }

  static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ReleaseReservation release, Instant now) {
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          accept(
              new ReservationReleased(
                  now,
                  hold.reservationId(),
                  hold.sellerId(),
                  hold.allocations(),
                  release.reason(),
                  hold.owner()));
    };
  }

  static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ExpireReservation expire, Instant now) {
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> accept();
      case HELD ->
          hold.isOverdue(now)
              ? accept(
                  new ReservationExpired(
                      now, hold.reservationId(), hold.sellerId(), hold.allocations(), hold.owner()))
              : reject(RESERVATION_NOT_DUE);
    };
  }
}
