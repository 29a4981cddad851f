package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.shipping.Shipment;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import dev.millrace.gateways.shipping.SimulatedCarrier;
import dev.millrace.gateways.shipping.SoldLabels.Label;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.simulation.Wires.Lane;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody answers for a while, longer than any deadline of an order. */
class CarrierOutageTest {

  private final World world = new World();
  private final Shopper shopper = new Shopper(world, "cus_1");
  private final Dispatcher dispatcher = new Dispatcher(world, "dispatcher");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anOrderStandsWhileItsCarrierIsAwayAndHasItsLabelAfterwards() {
    String orderId = packedWhenTheCarrierWent();

    world.pass(SimulatedCarrier.OUTAGE.dividedBy(2));

    assertThat(order(orderId).status()).isEqualTo("fulfilling");
    assertThat(order(orderId).needsAttention()).isFalse();
    assertThat(shipment(orderId).getStatus()).isEqualTo("packed");
    assertThat(shipment(orderId).getLabel()).isEqualTo("asked");
    assertThat(order(orderId).labels()).hasSize(1);

    // Somebody who sees no label says once more that it is packed.
    dispatcher.advance(orderId, "packed");
    world.drain();
    assertThat(shipment(orderId).getStatus()).isEqualTo("labelled");
    assertThat(order(orderId).labels()).extracting(Label::sold).containsExactly(1);
    expectPromisesKept();
  }

  @Test
  void aLabelThatWasAskedForDuringTheOutageAndIsNotWantedAnyMoreIsGivenBackAfterIt() {
    String orderId = packedWhenTheCarrierWent();
    world.pass(SimulatedCarrier.OUTAGE.dividedBy(2));
    shopper.cancel(orderId);

    world.drain();

    assertThat(order(orderId).status()).isEqualTo("cancelled");
    assertThat(order(orderId).labels()).extracting(Label::live).containsExactly(false);
    expectPromisesKept();
  }

  private String packedWhenTheCarrierWent() {
    new Shop(world).receive("SKU-1", 10);
    String orderId = shopper.place(List.of(new Want("SKU-1", 2)), "pm_card_visa", false);
    world.drain();
    dispatcher.advance(orderId, "picked");
    world.drain();
    dispatcher.advance(orderId, "packed");
    Optional<Lane> next = world.wires().oldest(world.now());
    while (next.isPresent()) {
      if (world.readerOf(next.get()) == Process.CARRIERS) {
        world.deliver(next.get(), Trouble.UNREACHABLE, false);
      } else {
        world.deliver(next.get());
      }
      next = world.wires().oldest(world.now());
    }
    return orderId;
  }

  private OrderBook order(String orderId) {
    return world.books().order(orderId).orElseThrow();
  }

  private Shipment shipment(String orderId) {
    return order(orderId).view().getShipments().getFirst();
  }

  private void expectPromisesKept() {
    assertThat(Promises.always(world.books())).isEmpty();
    assertThat(Promises.atRest(world.books())).isEmpty();
    assertThat(Promises.atTheEnd(world.books())).isEmpty();
  }
}
