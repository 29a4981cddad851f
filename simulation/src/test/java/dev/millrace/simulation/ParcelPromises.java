package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.state.LineState;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.avro.shipping.ShipmentStep;
import dev.millrace.gateways.shipping.SoldLabels.Label;
import dev.millrace.simulation.Promises.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What Millrace promises of parcels. */
final class ParcelPromises {

  /** The reason that asks for a person when a carrier has what was given up. */
  static final String LEFT_THOUGH_CANCELLED = "cancelled_shipment_left";

  static final Set<String> LEFT =
      Set.of("handed_over", "in_transit", "lost", "returned_to_sender", "delivered");

  static final List<Promise<OrderBook>> ALWAYS =
      List.of(new Promise<>("ALabelIsBoughtOnce", ParcelPromises::boughtTwice));

  static final List<Promise<OrderBook>> AT_REST =
      List.of(
          new Promise<>("LabelsAreUsedOrGivenBack", ParcelPromises::labelsDiffer),
          new Promise<>("NoMoreIsSentThanSold", ParcelPromises::sentTooMuch),
          new Promise<>("EveryUnitSoldStandsInAShipment", ParcelPromises::plannedOtherwise),
          new Promise<>("AReportIsHeardOnce", ParcelPromises::heardTwice),
          new Promise<>("OnlyWhatWasGivenUpIsMissed", ParcelPromises::missedInVain));

  private ParcelPromises() {}

  private static Optional<String> boughtTwice(OrderBook order) {
    Map<String, String> keys = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Label label : order.labels()) {
      if (keys.put(label.shipmentId(), label.key()) != null) {
        twice.add(label.shipmentId());
      }
    }
    return Promises.no(!twice.isEmpty(), "shipments with several labels: " + twice);
  }

  /** A shipment that is labelled has one live label, any other has none, and none is awaited. */
  private static Optional<String> labelsDiffer(OrderBook order) {
    List<String> wrong = new ArrayList<>();
    for (Shipment shipment : order.view().getShipments()) {
      long live =
          order.labels().stream()
              .filter(one -> one.shipmentId().equals(shipment.getShipmentId()) && one.live())
              .count();
      boolean isWanted =
          shipment.getLabel().equals("bought") && !shipment.getStatus().equals("cancelled");
      long expected = isWanted ? 1 : 0;
      boolean isAwaited = shipment.getLabel().equals("asked");
      if (live != expected || isAwaited) {
        wrong.add(
            "%s is %s, its label %s, and %d live"
                .formatted(
                    shipment.getShipmentId(), shipment.getStatus(), shipment.getLabel(), live));
      }
    }
    return Promises.no(!wrong.isEmpty(), wrong.toString());
  }

  private static Optional<String> sentTooMuch(OrderBook order) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < order.view().getLines().size(); i++) {
      OrderLine line = order.view().getLines().get(i);
      long sent = units(order, line.getLineId(), LEFT::contains);
      long came = came(order.state().getLines().get(i));
      if (sent > came || sent > line.getQuantity() - line.getCancelled()) {
        wrong.add("%d of %s are sent, %d came".formatted(sent, line, came));
      }
    }
    return Promises.no(!wrong.isEmpty(), wrong.toString());
  }

  /** Of an order that stands; one that needs a person first is planned when it goes on. */
  private static Optional<String> plannedOtherwise(OrderBook order) {
    if (!Promises.STANDING.contains(order.status())) {
      return Optional.empty();
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < order.view().getLines().size(); i++) {
      OrderLine line = order.view().getLines().get(i);
      long planned = units(order, line.getLineId(), status -> !status.equals("cancelled"));
      long came = came(order.state().getLines().get(i));
      if (planned != (Promises.isSold(line) ? came : 0)) {
        wrong.add("%d of %s stand in shipments, %d came".formatted(planned, line, came));
      }
    }
    return Promises.no(!wrong.isEmpty(), wrong.toString());
  }

  private static Optional<String> heardTwice(OrderBook order) {
    Set<String> seen = new HashSet<>();
    List<String> again =
        order.view().getShipments().stream()
            .flatMap(one -> one.getTimeline().stream())
            .map(ShipmentStep::getCarrierEventId)
            .filter(Objects::nonNull)
            .filter(id -> !seen.add(id))
            .toList();
    return Promises.no(!again.isEmpty(), "reports that were taken for new ones: " + again);
  }

  /** A person is called for a cancelled shipment only if its carrier told of it. */
  private static Optional<String> missedInVain(OrderBook order) {
    boolean isReported =
        order.view().getShipments().stream()
            .filter(one -> one.getStatus().equals("cancelled"))
            .flatMap(one -> one.getTimeline().stream())
            .anyMatch(step -> step.getCarrierEventId() != null);
    return Promises.no(
        order.missesAShipment() != isReported,
        isReported ? "nobody was told" : "no carrier has a cancelled shipment");
  }

  private static long came(LineState line) {
    return line.getAllocations().stream().mapToLong(one -> one.getQuantity()).sum();
  }

  static long units(OrderBook order, String lineId, Predicate<String> status) {
    return order.view().getShipments().stream()
        .filter(one -> status.test(one.getStatus()))
        .flatMap(one -> one.getItems().stream())
        .filter(item -> item.getLineId().equals(lineId))
        .mapToLong(ShipmentItem::getQuantity)
        .sum();
  }
}
