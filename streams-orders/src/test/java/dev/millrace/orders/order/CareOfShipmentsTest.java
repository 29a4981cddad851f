package dev.millrace.orders.order;

import static dev.millrace.orders.order.ShipmentScene.advance;
import static dev.millrace.orders.order.ShipmentScene.at;
import static dev.millrace.orders.order.ShipmentScene.first;
import static dev.millrace.orders.order.ShipmentScene.label;
import static dev.millrace.orders.order.ShipmentScene.packed;
import static dev.millrace.orders.order.ShipmentScene.reported;
import static dev.millrace.orders.order.ShipmentScene.shipment;
import static dev.millrace.orders.order.ShipmentScene.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskCarrier;
import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.Shipment.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds, exceptions, cancelled units and edits of orders that are being sent or came back. */
class CareOfShipmentsTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void aHeldOrderIsPlannedButNotPickedOrLabelled() {
    OrderScene scene = new OrderScene().settled().hold("hld_1");
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), OrderScene.STAFF);
    assertThat(scene.refusal()).isEmpty();
    advance(scene, Status.PICKED);
    assertThat(scene.refusal()).isEqualTo("order_on_hold");
    scene.release("hld_1");
    advance(scene, Status.PICKED);
    scene.hold("hld_2");
    advance(scene, Status.PACKED);
    assertThat(scene.refusal()).isEqualTo("order_on_hold");
    assertThat(scene.asked(AskCarrier.class)).isEmpty();
    advance(scene, Status.CANCELLED);
    assertThat(scene.refusal()).as("giving a shipment up sends nothing").isEmpty();
  }

  @Test
  void aRefusedLabelIsNotAskedForAgainWhileTheOrderIsHeld() {
    OrderScene scene = packed();
    label(scene, false);
    scene.hold("hld_1");
    advance(scene, Status.PACKED);
    assertThat(scene.refusal()).isEqualTo("order_on_hold");
    advance(scene, Status.LABELLED);
    assertThat(scene.refusal()).isEqualTo("order_on_hold");
  }

  @Test
  void whatTheCarrierSaysIsTakenWhetherTheOrderIsHeldOrNot() {
    OrderScene scene = packed();
    scene.hold("hld_1");
    label(scene, true);
    assertThat(shipment(scene, 0).status()).isEqualTo(Status.LABELLED);
    reported(scene, "e1", Status.IN_TRANSIT, NOON);
    reported(scene, "e2", Status.DELIVERED, NOON.plusSeconds(60));
    assertThat(scene.order().status()).isEqualTo(Order.Status.DELIVERED);
    assertThat(scene.order().isHeld()).isTrue();
  }

  @Test
  void unitsThatAreGivenUpLeaveTheLatestPlannedShipment() {
    OrderScene scene = new OrderScene().settled();
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), OrderScene.STAFF);

    scene.cancelLine("can_1", "l1", 1);

    assertThat(scene.eventTypes()).containsExactly("linesCancelled");
    assertThat(shipment(scene, 0).items()).containsExactly(new Item("l1", 1), new Item("l2", 1));
    assertThat(shipment(scene, 1).status()).as("nothing is left in it").isEqualTo(Status.CANCELLED);
    assertThat(shipment(scene, 1).timeline())
        .extracting(Shipment.Step::note)
        .containsExactly("one is enough");
  }

  @Test
  void unitsThatSomebodyPicksAreNotGivenUp() {
    OrderScene scene = new OrderScene().settled();
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), OrderScene.STAFF);
    advance(scene, Status.PICKED);
    scene.cancelLine("can_1", "l1", 2);
    assertThat(scene.refusal()).isEqualTo("units_not_cancellable");
    assertThat(scene.lastRefusal.orElseThrow().available()).isEqualTo(1);
    scene.cancelLine("can_2", "l1", 1);
    assertThat(scene.eventTypes()).containsExactly("linesCancelled");
    assertThat(shipment(scene, 0).units("l1")).isEqualTo(1);
    scene.edit("edt_1", null, new Item("l2", 0));
    assertThat(scene.refusal()).isEqualTo("units_not_cancellable");
  }

  @Test
  void unitsAreGivenUpWhereNobodyPicksThem() {
    OrderScene scene =
        new OrderScene()
            .confirmed()
            .committed(0, true, List.of(allocation("wh_a"), allocation("wh_b")))
            .committed(1, true, List.of(allocation("wh_b")));
    String atB = shipment(scene, 1).shipmentId();
    scene.put(
        new OrderCommand.AdvanceShipment("cmd_b", atB, Status.PICKED, null, null, null),
        OrderScene.STAFF);

    scene.cancelLine("can_1", "l1", 1);

    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::warehouseId)
        .containsExactly("wh_a");
    assertThat(shipment(scene, 0).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void whatWaitsIsGivenUpAndTheOrderIsShippedWithTheRest() {
    OrderScene scene = new OrderScene().settled();
    scene.put(split("shp_2", first(scene), new Item("l1", 1)), OrderScene.STAFF);
    at(scene, Status.PICKED, Status.PACKED, Status.LABELLED, Status.HANDED_OVER);
    assertThat(scene.order().status()).isEqualTo(Order.Status.FULFILLING);
    scene.cancelLine("can_1", "l1", 1);
    assertThat(scene.eventTypes()).containsExactly("linesCancelled", "orderProgressed");
    assertThat(scene.order().status()).isEqualTo(Order.Status.SHIPPED);
  }

  @Test
  void theAddressStandsOnceALabelIsAskedFor() {
    OrderScene scene = new OrderScene().settled();
    advance(scene, Status.PICKED);
    scene.edit("edt_1", OrderScene.addressIn("US"));
    assertThat(scene.eventTypes()).containsExactly("shippingAddressChanged");
    OrderScene asked = packed();
    asked.edit("edt_2", OrderScene.addressIn("US"));
    assertThat(asked.refusal()).isEqualTo("address_on_parcel");
    label(asked, true);
    asked.edit("edt_3", OrderScene.addressIn("US"));
    assertThat(asked.refusal()).isEqualTo("address_on_parcel");
  }

  @Test
  void aSettledExceptionGoesBackToWhatTheShipmentsSay() {
    OrderScene scene = new OrderScene().confirmed().committed(0, true).committed(1, true);
    at(scene, Status.PICKED, Status.PACKED, Status.LABELLED, Status.HANDED_OVER);
    assertThat(scene.order().status()).isEqualTo(Order.Status.SHIPPED);
    scene.money(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.DECLINED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    reported(scene, "e1", Status.DELIVERED, NOON);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.resolve(Resolution.CANCEL, null);
    assertThat(scene.refusal()).as("it has left").isEqualTo("order_not_cancellable");

    scene.resolve(Resolution.ACCEPT_AS_IS, "paid by transfer");

    assertThat(scene.eventTypes()).containsExactly("exceptionResolved", "orderProgressed");
    assertThat(scene.order().status()).isEqualTo(Order.Status.DELIVERED);
  }

  @Test
  void unitsThatAReturnClaimsAreNotGivenUpAndTheOtherWayRound() {
    OrderScene scene = new OrderScene().settled().askReturn("ret_1", ReturnReason.UNWANTED, 1);
    scene.cancelLine("can_1", "l1", 2);
    assertThat(scene.refusal()).isEqualTo("units_not_cancellable");
    scene.cancelLine("can_2", "l1", 1);
    assertThat(scene.refusal()).isEmpty();
    scene.askReturn("ret_2", ReturnReason.UNWANTED, 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_ordered");
  }

  @Test
  void cancelledAndReturnedUnitsOfALinePayItsPriceTogether() {
    OrderScene scene = new OrderScene().settled().cancelLine("can_1", "l1", 1);
    long cancelledMinor = scene.asked(AskPayment.class).getFirst().amountMinor();
    scene.askReturn("ret_1", ReturnReason.DAMAGED, 1);
    scene.move("ret_1", new ReturnCommand.Receive("wh_main"));
    scene.inspect("ret_1", 0, 1, 0, 1);
    assertThat(scene.order().returnBook().of("ret_1").orElseThrow().money().itemsMinor())
        .isEqualTo(2050 - cancelledMinor);
  }

  private static Order.Allocation allocation(String warehouseId) {
    return new Order.Allocation(warehouseId, 1);
  }
}
