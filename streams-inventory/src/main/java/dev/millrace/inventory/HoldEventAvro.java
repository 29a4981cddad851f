package dev.millrace.inventory;

import static dev.millrace.inventory.StockAvro.allocationsFromAvro;
import static dev.millrace.inventory.StockAvro.allocationsToAvro;

import dev.millrace.avro.inventory.BackorderFilled;
import dev.millrace.avro.inventory.BackorderWithdrawn;
import dev.millrace.avro.inventory.ReservationCommitted;
import dev.millrace.avro.inventory.ReservationExpired;
import dev.millrace.avro.inventory.ReservationExtended;
import dev.millrace.avro.inventory.ReservationReleased;
import dev.millrace.avro.inventory.StockEvent.Builder;
import dev.millrace.avro.inventory.StockReserved;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.StockEvent;
import java.time.Instant;
import java.util.Optional;

/** Events of holds as they are published, and back again. */
final class HoldEventAvro {

  private HoldEventAvro() {}

  /** Sets the part of the record that tells of the hold. */
  static void put(Builder record, StockEvent.OfHold event) {
    switch (event) {
      case StockEvent.StockReserved e ->
          record.setType("stockReserved").setStockReserved(reserved(e));
      case StockEvent.ReservationCommitted e ->
          record.setType("reservationCommitted").setReservationCommitted(committed(e));
      case StockEvent.ReservationReleased e ->
          record.setType("reservationReleased").setReservationReleased(released(e));
      // Whoever's command came upon it, it is the deadline that ended the hold.
      case StockEvent.ReservationExpired e ->
          record
              .setType("reservationExpired")
              .setReservationExpired(expired(e))
              .setCommandId("expire-" + e.reservationId())
              .setActor(EventAvro.INVENTORY);
      case StockEvent.ReservationExtended e ->
          record
              .setType("reservationExtended")
              .setReservationExtended(
                  new ReservationExtended(e.reservationId(), e.expiresAt(), e.sellerId()));
      // And it is the inventory that gives units that came to those who wait.
      case StockEvent.BackorderFilled e ->
          record
              .setType("backorderFilled")
              .setBackorderFilled(filled(e))
              .setCommandId("fill-" + e.reservationId())
              .setActor(EventAvro.INVENTORY);
      case StockEvent.BackorderWithdrawn e ->
          record
              .setType("backorderWithdrawn")
              .setBackorderWithdrawn(
                  new BackorderWithdrawn(
                      e.reservationId(), e.sellerId(), e.quantity(), e.reason(), e.owner()));
    }
  }

  /** The event of a hold in the record; nothing if it tells of something else. */
  static Optional<StockEvent> event(dev.millrace.avro.inventory.StockEvent record) {
    Instant at = record.getAt();
    if (record.getStockReserved() != null) {
      return Optional.of(reserved(at, record.getStockReserved()));
    }
    if (record.getReservationCommitted() != null) {
      return Optional.of(committed(at, record.getReservationCommitted()));
    }
    if (record.getReservationReleased() != null) {
      return Optional.of(released(at, record.getReservationReleased()));
    }
    if (record.getReservationExpired() != null) {
      return Optional.of(expired(at, record.getReservationExpired()));
    }
    if (record.getReservationExtended() != null) {
      ReservationExtended e = record.getReservationExtended();
      return Optional.of(
          new StockEvent.ReservationExtended(
              at, e.getReservationId(), e.getSellerId(), e.getExpiresAt()));
    }
    if (record.getBackorderFilled() != null) {
      return Optional.of(filled(at, record.getBackorderFilled()));
    }
    if (record.getBackorderWithdrawn() != null) {
      BackorderWithdrawn e = record.getBackorderWithdrawn();
      return Optional.of(
          new StockEvent.BackorderWithdrawn(
              at,
              e.getReservationId(),
              e.getSellerId(),
              e.getQuantity(),
              e.getReason(),
              e.getOwner()));
    }
    return Optional.empty();
  }

  private static StockReserved reserved(StockEvent.StockReserved e) {
    HoldRequest request = e.request();
    return new StockReserved(
        e.reservationId(),
        request.sellerId(),
        request.quantity(),
        allocationsToAvro(e.allocations()),
        e.expiresAt(),
        request.owner(),
        request.customerId(),
        e.backordered(),
        e.promisedAt(),
        request.replaceable(),
        request.backorderAllowed(),
        e.resultKey());
  }

  private static StockEvent reserved(Instant at, StockReserved e) {
    return new StockEvent.StockReserved(
        at,
        e.getReservationId(),
        new HoldRequest(
            e.getSellerId(),
            e.getQuantity(),
            e.getOwner(),
            e.getCustomerId(),
            e.getBackorderAllowed(),
            e.getReplaceable()),
        allocationsFromAvro(e.getAllocations()),
        e.getBackordered(),
        e.getPromisedAt(),
        e.getExpiresAt(),
        e.getResultKey());
  }

  private static ReservationCommitted committed(StockEvent.ReservationCommitted e) {
    return new ReservationCommitted(
        e.reservationId(),
        e.sellerId(),
        e.quantity(),
        allocationsToAvro(e.committed()),
        allocationsToAvro(e.released()),
        e.owner(),
        e.owed(),
        e.withdrawn());
  }

  private static StockEvent committed(Instant at, ReservationCommitted e) {
    return new StockEvent.ReservationCommitted(
        at,
        e.getReservationId(),
        e.getSellerId(),
        e.getQuantity(),
        allocationsFromAvro(e.getCommitted()),
        allocationsFromAvro(e.getReleased()),
        e.getOwed(),
        e.getWithdrawn(),
        e.getOwner());
  }

  private static ReservationReleased released(StockEvent.ReservationReleased e) {
    return new ReservationReleased(
        e.reservationId(),
        e.sellerId(),
        allocationsToAvro(e.released()),
        e.reason(),
        e.owner(),
        e.withdrawn());
  }

  private static StockEvent released(Instant at, ReservationReleased e) {
    return new StockEvent.ReservationReleased(
        at,
        e.getReservationId(),
        e.getSellerId(),
        allocationsFromAvro(e.getReleased()),
        e.getWithdrawn(),
        e.getReason(),
        e.getOwner());
  }

  private static ReservationExpired expired(StockEvent.ReservationExpired e) {
    return new ReservationExpired(
        e.reservationId(), e.sellerId(), allocationsToAvro(e.released()), e.owner(), e.withdrawn());
  }

  private static StockEvent expired(Instant at, ReservationExpired e) {
    return new StockEvent.ReservationExpired(
        at,
        e.getReservationId(),
        e.getSellerId(),
        allocationsFromAvro(e.getReleased()),
        e.getWithdrawn(),
        e.getOwner());
  }

  private static BackorderFilled filled(StockEvent.BackorderFilled e) {
    return new BackorderFilled(
        e.reservationId(),
        e.sellerId(),
        allocationsToAvro(e.allocations()),
        e.committed(),
        e.missing(),
        e.owner());
  }

  private static StockEvent filled(Instant at, BackorderFilled e) {
    return new StockEvent.BackorderFilled(
        at,
        e.getReservationId(),
        e.getSellerId(),
        allocationsFromAvro(e.getAllocations()),
        e.getCommitted(),
        e.getMissing(),
        e.getOwner());
  }
}
