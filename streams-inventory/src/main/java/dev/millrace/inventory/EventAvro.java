package dev.millrace.inventory;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.ReservationCommitted;
import dev.millrace.avro.inventory.ReservationExpired;
import dev.millrace.avro.inventory.ReservationExtended;
import dev.millrace.avro.inventory.ReservationReleased;
import dev.millrace.avro.inventory.StockPolicySet;
import dev.millrace.avro.inventory.StockReserved;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.StockEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as they are published, and back again for audits. */
public final class EventAvro {

  /** The author of what time and stock bring about. */
  static final Actor INVENTORY = new Actor(ActorRole.SYSTEM, "inventory");

  private EventAvro() {}

  /**
   * The records of facts that followed from one command, in their order. A crossing has the author
   * of the event that caused it.
   *
   * @param commandId of the command that led to them
   */
  static List<dev.millrace.avro.inventory.StockEvent> events(
      String sku, List<Fact> facts, String commandId, Actor actor) {
    List<dev.millrace.avro.inventory.StockEvent> events = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      if (fact.event() instanceof StockEvent.Crossing && !events.isEmpty()) {
        var cause = events.getLast();
        events.add(event(sku, fact, cause.getCommandId(), cause.getActor()));
      } else {
        events.add(event(sku, fact, commandId, actor));
      }
    }
    return events;
  }

  /**
   * The record of a fact.
   *
   * @param commandId of the command that led to it
   */
  static dev.millrace.avro.inventory.StockEvent event(
      String sku, Fact fact, String commandId, Actor actor) {
    var record =
        dev.millrace.avro.inventory.StockEvent.newBuilder()
            .setEventId(sku + "-" + fact.sequence())
            .setSku(sku)
            .setSequence(fact.sequence())
            .setAt(fact.event().at())
            .setCommandId(commandId)
            .setActor(actor)
            .setLevelsAfter(StockAvro.toAvro(fact.levelsAfter()));
    switch (fact.event()) {
      case StockEvent.StockMoved e ->
          record.setType("stockMoved").setStockMoved(MovementAvro.published(e));
      case StockEvent.StockPolicySet e ->
          record
              .setType("stockPolicySet")
              .setStockPolicySet(new StockPolicySet(e.safetyStock(), e.reorderPoint()));
      case StockEvent.Crossing e -> NoticeAvro.put(record, e);
      case StockEvent.StockWatched e -> NoticeAvro.put(record, e);
      case StockEvent.StockWatchEnded e -> NoticeAvro.put(record, e);
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
              .setActor(INVENTORY);
      case StockEvent.ReservationExtended e ->
          record
              .setType("reservationExtended")
              .setReservationExtended(new ReservationExtended(e.reservationId(), e.expiresAt()));
    }
    return record.build();
  }

  /**
   * The fact in a record.
   *
   * @throws IllegalArgumentException if the record is newer than this version
   */
  public static Fact fact(dev.millrace.avro.inventory.StockEvent record) {
    List<Level> levels = StockAvro.fromAvro(record.getLevelsAfter());
    return new Fact(record.getSequence(), event(record, levels), levels);
  }

  private static StockEvent event(
      dev.millrace.avro.inventory.StockEvent record, List<Level> levels) {
    if (record.getReservationExtended() != null) {
      ReservationExtended extended = record.getReservationExtended();
      return new StockEvent.ReservationExtended(
          record.getAt(), extended.getReservationId(), extended.getExpiresAt());
    }
    if (record.getStockReserved() != null) {
      return reserved(record, record.getStockReserved());
    }
    Optional<StockEvent> notice = NoticeAvro.event(record, levels);
    if (notice.isPresent()) {
      return notice.get();
    }
    if (levels.isEmpty()) {
      throw unknown(record);
    }
    // These events concern one seller and name the places in the levels.
    Level place = levels.getFirst();
    if (record.getStockMoved() != null) {
      return MovementAvro.event(record, record.getStockMoved(), place);
    }
    if (record.getStockPolicySet() != null) {
      return new StockEvent.StockPolicySet(
          record.getAt(),
          place.sellerId(),
          place.warehouseId(),
          record.getStockPolicySet().getSafetyStock(),
          record.getStockPolicySet().getReorderPoint());
    }
    return endOfHold(record, place.sellerId());
  }

  private static StockEvent endOfHold(
      dev.millrace.avro.inventory.StockEvent record, String sellerId) {
    if (record.getReservationCommitted() != null) {
      ReservationCommitted committed = record.getReservationCommitted();
      return new StockEvent.ReservationCommitted(
          record.getAt(),
          committed.getReservationId(),
          sellerId,
          committed.getQuantity(),
          StockAvro.allocationsFromAvro(committed.getCommitted()),
          StockAvro.allocationsFromAvro(committed.getReleased()),
          committed.getOwner());
    }
    if (record.getReservationReleased() != null) {
      ReservationReleased released = record.getReservationReleased();
      return new StockEvent.ReservationReleased(
          record.getAt(),
          released.getReservationId(),
          sellerId,
          StockAvro.allocationsFromAvro(released.getReleased()),
          released.getReason(),
          released.getOwner());
    }
    if (record.getReservationExpired() != null) {
      ReservationExpired expired = record.getReservationExpired();
      return new StockEvent.ReservationExpired(
          record.getAt(),
          expired.getReservationId(),
          sellerId,
          StockAvro.allocationsFromAvro(expired.getReleased()),
          expired.getOwner());
    }
    throw unknown(record);
  }

  private static StockEvent reserved(
      dev.millrace.avro.inventory.StockEvent record, StockReserved reserved) {
    return new StockEvent.StockReserved(
        record.getAt(),
        reserved.getReservationId(),
        reserved.getSellerId(),
        reserved.getQuantity(),
        StockAvro.allocationsFromAvro(reserved.getAllocations()),
        reserved.getExpiresAt(),
        reserved.getOwner());
  }

  private static StockReserved reserved(StockEvent.StockReserved e) {
    return new StockReserved(
        e.reservationId(),
        e.sellerId(),
        e.quantity(),
        StockAvro.allocationsToAvro(e.allocations()),
        e.expiresAt(),
        e.owner(),
        null,
        0,
        null,
        false);
  }

  private static ReservationCommitted committed(StockEvent.ReservationCommitted e) {
    return new ReservationCommitted(
        e.reservationId(),
        e.quantity(),
        StockAvro.allocationsToAvro(e.committed()),
        StockAvro.allocationsToAvro(e.released()),
        e.owner(),
        0);
  }

  private static ReservationReleased released(StockEvent.ReservationReleased e) {
    return new ReservationReleased(
        e.reservationId(), StockAvro.allocationsToAvro(e.released()), e.reason(), e.owner());
  }

  private static ReservationExpired expired(StockEvent.ReservationExpired e) {
    return new ReservationExpired(
        e.reservationId(), StockAvro.allocationsToAvro(e.released()), e.owner());
  }

  static IllegalArgumentException unknown(dev.millrace.avro.inventory.StockEvent record) {
    return new IllegalArgumentException(
        "event %s of type %s is not known here".formatted(record.getEventId(), record.getType()));
  }
}
