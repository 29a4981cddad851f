package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.ALREADY_RELEASED;
import static dev.millrace.inventory.stock.StockRejection.COMMIT_EXCEEDS_HOLD;
import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_EXPIRED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_DUE;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_FOUND;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.WithdrawBackorder;
import dev.millrace.inventory.stock.StockEvent.BackorderWithdrawn;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import dev.millrace.inventory.stock.StockEvent.ReservationExpired;
import dev.millrace.inventory.stock.StockEvent.ReservationReleased;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How holds end: sold, given back, or because their deadline passed. */
final class HoldEndDecider {

  private final HoldDecider holds;

  HoldEndDecider(HoldDecider holds) {
    this.holds = holds;
  }

  Decision<StockEvent, StockRejection> decide(
      SkuState state, CommitReservation commit, Instant now) {
    if (commit.quantity() != null && commit.quantity() < 1) {
      return reject(INVALID_QUANTITY);
    }
    Hold hold = state.hold();
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    int quantity = commit.quantity() == null ? hold.quantity() : commit.quantity();
    return switch (hold.status()) {
      case COMMITTED -> quantity == hold.committedQuantity() ? accept() : reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED ->
          commit.evenIfExpired()
              ? commitAgain(state, hold, quantity, now)
              : reject(RESERVATION_EXPIRED);
      case HELD ->
          quantity > hold.quantity()
              ? reject(COMMIT_EXCEEDS_HOLD)
              : accept(committed(hold, quantity, now));
    };
  }

  private Decision<StockEvent, StockRejection> commitAgain(
      SkuState state, Hold expired, int quantity, Instant now) {
    if (quantity > expired.quantity()) {
      return reject(COMMIT_EXCEEDS_HOLD);
    }
    StockReserved again = holds.again(state.stock(), expired, quantity, now);
    if (again == null) {
      return reject(RESERVATION_EXPIRED);
    }
    Hold held = Hold.after(expired, again, state.stock().sequence() + 1);
    return accept(again, committed(held, quantity, now));
  }

  /** Units that have yet to come are given back first. */
  private static ReservationCommitted committed(Hold hold, int quantity, Instant now) {
    int there = Math.min(quantity, hold.quantity() - hold.backordered());
    int owed = quantity - there;
    return new ReservationCommitted(
        now,
        hold.reservationId(),
        hold.sellerId(),
        quantity,
        Allocation.first(hold.allocations(), there),
        Allocation.afterFirst(hold.allocations(), there),
        owed,
        hold.backordered() - owed,
        hold.owner());
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
      case HELD -> accept(released(hold, release.reason(), now));
    };
  }

  static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, WithdrawBackorder withdraw, Instant now) {
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    return switch (hold.status()) {
      case HELD -> reject(RESERVATION_NOT_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case COMMITTED ->
          hold.isWaiting()
              ? accept(
                  new BackorderWithdrawn(
                      now,
                      hold.reservationId(),
                      hold.sellerId(),
                      hold.backordered(),
                      withdraw.reason(),
                      hold.owner()))
              : accept();
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
      case HELD -> hold.isOverdue(now) ? accept(expired(hold, now)) : reject(RESERVATION_NOT_DUE);
    };
  }

  /** The end of a live hold by request. */
  static ReservationReleased released(Hold hold, String reason, Instant now) {
    return new ReservationReleased(
        now,
        hold.reservationId(),
        hold.sellerId(),
        hold.allocations(),
        hold.backordered(),
        reason,
        hold.owner());
  }

  /** The end of a live hold by its deadline. */
  static ReservationExpired expired(Hold hold, Instant now) {
    return new ReservationExpired(
        now,
        hold.reservationId(),
        hold.sellerId(),
        hold.allocations(),
        hold.backordered(),
        hold.owner());
  }
}
