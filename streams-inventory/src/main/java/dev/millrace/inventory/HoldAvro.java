package dev.millrace.inventory;

import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.state.HeldUnits;
import dev.millrace.avro.inventory.state.HoldStatus;
import dev.millrace.avro.inventory.state.ReservationState;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.kit.process.LazyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** Holds as they are stored and as answers show them. */
final class HoldAvro {

  private HoldAvro() {}

  static Hold hold(ReservationState stored) {
    List<Allocation> allocations = new ArrayList<>(stored.getAllocations().size());
    for (HeldUnits units : stored.getAllocations()) {
      allocations.add(new Allocation(units.getWarehouseId(), units.getQuantity()));
    }
    return new Hold(
        stored.getReservationId(),
        new HoldRequest(
            stored.getSellerId(),
            stored.getQuantity(),
            stored.getOwner(),
            stored.getCustomerId(),
            stored.getBackorderAllowed(),
            stored.getReplaceable()),
        status(stored.getStatus()),
        stored.getCommittedQuantity(),
        allocations,
        stored.getBackordered(),
        stored.getPromisedAt(),
        stored.getExpiresAt(),
        stored.getSequence(),
        stored.getClosedAt(),
        stored.getResultKey());
  }

  static ReservationState stored(String sku, Hold hold) {
    List<HeldUnits> allocations = new ArrayList<>(hold.allocations().size());
    for (Allocation one : hold.allocations()) {
      allocations.add(new HeldUnits(one.warehouseId(), one.quantity()));
    }
    return new ReservationState(
        hold.reservationId(),
        sku,
        hold.sellerId(),
        hold.owner(),
        status(hold.status()),
        hold.quantity(),
        hold.committedQuantity(),
        allocations,
        hold.expiresAt(),
        hold.closedAt(),
        hold.request().customerId(),
        hold.request().backorderAllowed(),
        hold.request().replaceable(),
        hold.backordered(),
        hold.promisedAt(),
        hold.sequence(),
        hold.resultKey());
  }

  /** The hold for people and programs outside. */
  static Reservation view(String sku, Hold hold) {
    return new Reservation(
        hold.reservationId(),
        sku,
        hold.sellerId(),
        hold.status().name().toLowerCase(Locale.ROOT),
        hold.status() == Hold.Status.COMMITTED ? hold.committedQuantity() : hold.quantity(),
        StockAvro.allocationsToAvro(hold.allocations()),
        hold.expiresAt(),
        hold.owner(),
        hold.backordered(),
        hold.promisedAt());
  }

  /** What readers of the store get to see. */
  static SpecificRecord viewOfStored(Object stored) {
    var state = (ReservationState) ((LazyValue<?>) stored).get();
    return view(state.getSku(), hold(state));
  }

  private static Hold.Status status(HoldStatus stored) {
    return switch (stored) {
      case HELD -> Hold.Status.HELD;
      case COMMITTED -> Hold.Status.COMMITTED;
      case RELEASED -> Hold.Status.RELEASED;
      case EXPIRED -> Hold.Status.EXPIRED;
      case UNKNOWN ->
          throw new IllegalStateException("a stored hold has a status this version does not know");
    };
  }

  private static HoldStatus status(Hold.Status status) {
    return switch (status) {
      case HELD -> HoldStatus.HELD;
      case COMMITTED -> HoldStatus.COMMITTED;
      case RELEASED -> HoldStatus.RELEASED;
      case EXPIRED -> HoldStatus.EXPIRED;
    };
  }
}
