package dev.millrace.orders.order;

import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.Shipment.Label;
import dev.millrace.orders.order.Shipment.LabelStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How the units of an order go out. Changes only through the fold methods here. */
public record Shipments(List<Shipment> all) {

  /** Before anything is sold. */
  static final Shipments NONE = new Shipments(List.of());

  public Shipments {
    all = List.copyOf(all);
  }

  Optional<Shipment> find(String shipmentId) {
    return all.stream().filter(one -> one.shipmentId().equals(shipmentId)).findFirst();
  }

  /** Units of a line that shipments from a warehouse have, or had when they left. */
  int units(String lineId, String warehouseId) {
    return all.stream()
        .filter(one -> !one.isCancelled() && one.warehouseId().equals(warehouseId))
        .mapToInt(one -> one.units(lineId))
        .sum();
  }

  /** When the last of a line's units came to the customer, as far as carriers or people said. */
  Optional<Instant> deliveredAt(String lineId) {
    return all.stream()
        .filter(one -> isDelivered(one) && one.units(lineId) > 0)
        .flatMap(one -> one.timeline().stream())
        .filter(step -> step.status() == Shipment.Status.DELIVERED)
        .map(Shipment.Step::at)
        .max(Instant::compareTo);
  }

  /** Units of a line in a warehouse that nobody has begun to pick, planned or not yet. */
  int unpicked(String lineId, Order.Allocation from) {
    int begun =
        all.stream()
            .filter(one -> one.status().isBegun() && one.warehouseId().equals(from.warehouseId()))
            .mapToInt(one -> one.units(lineId))
            .sum();
    return Math.max(0, from.quantity() - begun);
  }

  /** Whether the address stands on some parcel, or is about to: then it is too late to change. */
  boolean isAnyAddressed() {
    return all.stream().anyMatch(Shipment::isAddressed);
  }

  /** Whether something has left the house: then it is too late to cancel the order. */
  boolean anyLeft() {
    return all.stream().anyMatch(one -> one.status().hasLeft());
  }

  /** Units of a line that have left the house. */
  int unitsGone(String lineId) {
    return all.stream()
        .filter(one -> one.status().hasLeft())
        .mapToInt(one -> one.units(lineId))
        .sum();
  }

  /** Whether all has left the house, and nothing has yet to come. */
  boolean isAllGone(List<Order.Line> lines) {
    List<Shipment> live = live();
    return isAllPlanned(live, lines) && live.stream().allMatch(one -> one.status().hasLeft());
  }

  private List<Shipment> live() {
    return all.stream().filter(one -> !one.isCancelled()).toList();
  }

  private static boolean isAllPlanned(List<Shipment> live, List<Order.Line> lines) {
    return !live.isEmpty()
        && lines.stream()
            .noneMatch(
                line ->
                    line.stock() == LineStock.COMMITTING || line.stock() == LineStock.BACKORDERED);
  }

  /** How far an order that stands has come. */
  Order.Status progress(List<Order.Line> lines) {
    List<Shipment> live = live();
    boolean isAllPlanned = isAllPlanned(live, lines);
    if (isAllPlanned && live.stream().allMatch(Shipments::isDelivered)) {
      return Order.Status.DELIVERED;
    }
    if (isAllPlanned && live.stream().allMatch(one -> one.status().hasLeft())) {
      return Order.Status.SHIPPED;
    }
    return live.stream().anyMatch(one -> one.status().isBegun())
        ? Order.Status.FULFILLING
        : Order.Status.CONFIRMED;
  }

  private static boolean isDelivered(Shipment shipment) {
    return shipment.status() == Shipment.Status.DELIVERED;
  }

  Shipments planned(OrderEvent.ShipmentPlanned event) {
    Shipments without =
        event.from() == null ? this : change(event.from(), one -> one.minus(event.items()));
    if (find(event.shipmentId()).isPresent()) {
      return without.change(event.shipmentId(), one -> one.plus(event.items()));
    }
    List<Shipment> more = new ArrayList<>(without.all);
    more.add(
        Shipment.planned(event.shipmentId(), event.warehouseId(), event.sellerId(), event.items()));
    return new Shipments(more);
  }

  Shipments progressed(OrderEvent.ShipmentProgressed event) {
    Instant at = event.at();
    return change(
        event.shipmentId(),
        one -> {
          Shipment noted =
              one.noted(
                  new Shipment.Step(at, event.status(), event.carrierEventId(), event.note()));
          return switch (event.status()) {
            case CANCELLED -> noted.cancelled();
            case PACKED -> noted.at(Shipment.Status.PACKED).with(noted.label().askedAgain());
            case LABELLED ->
                noted
                    .at(Shipment.Status.LABELLED)
                    .with(
                        new Label(
                            LabelStep.BY_HAND,
                            noted.label().asked(),
                            null,
                            event.carrier(),
                            null,
                            event.trackingNumber(),
                            null));
            case ALLOCATED, PICKED, HANDED_OVER, IN_TRANSIT, LOST, RETURNED_TO_SENDER, DELIVERED ->
                noted.at(event.status());
          };
        });
  }

  /** A label that comes too late, or after a person made another, is given back. */
  Shipments labelled(OrderEvent.ShipmentLabelled event) {
    return change(
        event.shipmentId(),
        one ->
            one.label().step() == LabelStep.BY_HAND
                ? one.with(one.label().at(LabelStep.VOIDING, null))
                : one.at(Shipment.Status.LABELLED)
                    .with(
                        new Label(
                            one.isCancelled() ? LabelStep.VOIDING : LabelStep.BOUGHT,
                            one.label().asked(),
                            null,
                            event.carrier(),
                            event.service(),
                            event.trackingNumber(),
                            event.eta())));
  }

  Shipments labelFailed(OrderEvent.ShipmentLabelFailed event) {
    return change(
        event.shipmentId(),
        one ->
            one.with(
                one.label()
                    .at(event.voiding() ? LabelStep.BOUGHT : LabelStep.REFUSED, event.code())));
  }

  /**
   * Without units of a line that were given up: they leave the latest of the shipments that nobody
   * has begun to pick, and one that is left with nothing is cancelled.
   *
   * @param line as it is without them
   */
  Shipments without(Order.Line line, List<Order.Allocation> gone, Shipment.Step cancelled) {
    String lineId = line.priced().lineId();
    List<Shipment> after = new ArrayList<>(all);
    for (Order.Allocation from : gone) {
      int surplus = units(lineId, from.warehouseId()) - unitsFrom(line, from.warehouseId());
      for (int i = after.size() - 1; i >= 0 && surplus > 0; i--) {
        Shipment one = after.get(i);
        int units = Math.min(surplus, one.units(lineId));
        if (units > 0
            && one.status() == Shipment.Status.ALLOCATED
            && one.warehouseId().equals(from.warehouseId())) {
          Shipment fewer = one.minus(List.of(new OrderCommand.Item(lineId, units)));
          after.set(i, fewer.items().isEmpty() ? fewer.noted(cancelled).cancelled() : fewer);
          surplus -= units;
        }
      }
    }
    return new Shipments(after);
  }

  /** Units that were sold from a warehouse and not given up since. */
  private static int unitsFrom(Order.Line line, String warehouseId) {
    return line.allocations().stream()
        .filter(one -> one.warehouseId().equals(warehouseId))
        .mapToInt(Order.Allocation::quantity)
        .sum();
  }

  /** The order is given up: nothing goes out any more. */
  Shipments cancelled() {
    return new Shipments(
        all.stream().map(one -> one.isCancelled() ? one : one.cancelled()).toList());
  }

  private Shipments change(String shipmentId, UnaryOperator<Shipment> change) {
    return new Shipments(
        all.stream()
            .map(one -> one.shipmentId().equals(shipmentId) ? change.apply(one) : one)
            .toList());
  }
}
