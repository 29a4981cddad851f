package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.CreateShipment;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The people who send parcels, and what carriers say by themselves. */
final class Dispatcher {

  private static final List<String> STEPS =
      List.of("allocated", "picked", "packed", "labelled", "handed_over", "in_transit");

  private final World world;
  private final Requests requests;

  /**
   * @param name of no other of this world
   */
  Dispatcher(World world, String name) {
    this.world = world;
    this.requests = new Requests(world, new Actor(ActorRole.OPS, name));
  }

  /** Does what is next for one of the order's shipments, or something that is not. */
  void work(String orderId, Random chance) {
    List<Shipment> shipments = shipments(orderId);
    if (shipments.isEmpty()) {
      return;
    }
    Shipment shipment = shipments.get(chance.nextInt(shipments.size()));
    int at = STEPS.indexOf(shipment.getStatus());
    if (shipment.getTrackingNumber() != null && chance.nextInt(3) > 0) {
      callBack(shipment, chance.nextInt(2));
    } else if (at >= 3 && chance.nextInt(3) == 0) {
      report(orderId, shipment, chance);
    } else if (at == 0 && chance.nextInt(4) == 0) {
      take(orderId, shipment);
    } else if (shipment.getLabel().equals("refused") && chance.nextBoolean()) {
      advance(orderId, shipment, "packed");
    } else if (chance.nextInt(8) == 0) {
      // Somebody else says so too.
      advance(orderId, shipment, shipment.getStatus());
    } else {
      advance(
          orderId,
          shipment,
          chance.nextInt(10) == 0
              ? "cancelled"
              : STEPS.get(Math.clamp(at + 1, 1, STEPS.size() - 1)));
    }
  }

  /** Takes a unit of its first line out of the order's first shipment into one of its own. */
  void split(String orderId) {
    shipments(orderId).stream().findFirst().ifPresent(one -> take(orderId, one));
  }

  /** Says of all shipments of the order that they have come to this step. */
  void advance(String orderId, String step) {
    shipments(orderId).forEach(one -> advance(orderId, one, step));
  }

  /** Says of one shipment of the order, if there are so many, that it has come to this step. */
  void advance(String orderId, int which, String step) {
    List<Shipment> shipments = shipments(orderId);
    if (which < shipments.size()) {
      advance(orderId, shipments.get(which), step);
    }
  }

  /** The carrier says that there is something new about each parcel of the order. */
  void callBack(String orderId) {
    shipments(orderId).stream()
        .filter(one -> one.getTrackingNumber() != null)
        .forEach(one -> callBack(one, requests.count()));
  }

  /** The same event may come again. */
  private void callBack(Shipment shipment, int event) {
    String parcel = Objects.requireNonNull(shipment.getTrackingNumber(), "a parcel has a label");
    world.tell(
        world.topics().carrierCallbacks(),
        parcel,
        new CarrierCallback("sandbox", "evt_" + event + "_" + parcel, parcel, world.now()));
  }

  private List<Shipment> shipments(String orderId) {
    return world.books().order(orderId).map(book -> book.view().getShipments()).orElse(List.of());
  }

  private void take(String orderId, Shipment from) {
    String lineId = from.getItems().getFirst().getLineId();
    requests.send(
        requests
            .of(orderId)
            .setCreateShipment(
                new CreateShipment(
                    requests.id("shp"), from.getShipmentId(), List.of(new ShipmentItem(lineId, 1))))
            .build());
  }

  private void advance(String orderId, Shipment shipment, String step) {
    requests.send(
        requests
            .of(orderId)
            .setAdvanceShipment(
                new AdvanceShipment(
                    shipment.getShipmentId(), step, "by bike", "BIKE-" + requests.count(), null))
            .build());
  }

  /** Each report is one of a few, so that the same ones come again. */
  private void report(String orderId, Shipment shipment, Random chance) {
    List<String> statuses = List.of("in_transit", "lost", "delivered", "delivered");
    String status = statuses.get(chance.nextInt(statuses.size()));
    result(
        CarrierResult.newBuilder()
            .setRequestId("track")
            .setOrderId(orderId)
            .setShipmentId(shipment.getShipmentId())
            .setOperation(CarrierOperation.TRACK)
            .setOutcome(CarrierOutcome.SUCCEEDED)
            .setFacts(
                List.of(
                    new ParcelFact(
                        shipment.getShipmentId() + ":" + status,
                        status,
                        world.now().minus(Duration.ofSeconds(chance.nextInt(100))),
                        null)))
            .setAt(world.now())
            .build());
  }

  private void result(CarrierResult result) {
    world.tell(world.topics().carrierResults(), result.getOrderId(), result);
  }
}
