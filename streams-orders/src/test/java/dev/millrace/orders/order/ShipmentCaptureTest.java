package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import org.junit.jupiter.api.Test;

/** Money that is taken when shipments leave. */
class ShipmentCaptureTest {

  private static final long HALF_OF_THE_FIRST_LINE = 1_025;
  private static final String SECOND = "shp_2";

  private final OrderScene scene =
      new OrderScene(OrderScene.taking(CheckoutTerms.Capture.ON_SHIPMENT))
          .confirmed()
          .committed(0, true)
          .committed(1, true);
  private final String first = ShipmentScene.first(scene);

  @Test
  void nothingIsTakenBeforeAnythingLeaves() {
    assertThat(scene.order().payment().captures().all()).isEmpty();
    toTheDoor(first);
    assertThat(scene.order().payment().captures().all()).isEmpty();
  }

  @Test
  void theOnlyShipmentTakesAllWithTheShipping() {
    toTheDoor(first);
    handOver(first);
    assertThat(scene.eventTypes())
        .containsExactly("shipmentProgressed", "orderProgressed", "captureRequested");
    assertThat(ask().amountMinor()).isEqualTo(OrderScene.TOTAL);
    assertThat(ask().isLast()).isTrue();
  }

  @Test
  void aShipmentTakesWhatItsUnitsCostAndTheLastOneTakesTheRest() {
    split();
    handOver(SECOND);
    assertThat(ask().amountMinor()).isEqualTo(HALF_OF_THE_FIRST_LINE);
    assertThat(ask().isLast()).isFalse();
    taken(SECOND, HALF_OF_THE_FIRST_LINE);
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.PARTIALLY_CAPTURED);
    handOver(first);
    assertThat(ask().amountMinor()).isEqualTo(OrderScene.TOTAL - HALF_OF_THE_FIRST_LINE);
    assertThat(ask().isLast()).isTrue();
    taken(first, OrderScene.TOTAL - HALF_OF_THE_FIRST_LINE);
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.CAPTURED);
  }

  @Test
  void aShipmentIsAskedForOnceHoweverFarItGoes() {
    split();
    handOver(SECOND);
    scene.put(ShipmentScene.to(SECOND, Shipment.Status.HANDED_OVER), ShipmentScene.STAFF);
    scene.put(ShipmentScene.report(SECOND, "e1", Shipment.Status.IN_TRANSIT, scene.now));
    scene.put(ShipmentScene.report(SECOND, "e2", Shipment.Status.DELIVERED, scene.now));
    assertThat(scene.order().payment().captures().all()).hasSize(1);
  }

  @Test
  void aCarrierThatHasTheParcelFirstIsAHandOverToo() {
    toTheDoor(first);
    scene.put(ShipmentScene.report(first, "e1", Shipment.Status.IN_TRANSIT, scene.now));
    assertThat(ask().amountMinor()).isEqualTo(OrderScene.TOTAL);
  }

  @Test
  void whatWasTakenByHandIsNotTakenAgain() {
    split();
    scene.put(
        new OrderCommand.CapturePayment("cmd_9", "cap_1", 1_000L, false), ShipmentScene.STAFF);
    handOver(SECOND);
    assertThat(ask().amountMinor()).isEqualTo(HALF_OF_THE_FIRST_LINE - 1_000);
    handOver(first);
    assertThat(ask().amountMinor()).isEqualTo(OrderScene.TOTAL - HALF_OF_THE_FIRST_LINE);
  }

  @Test
  void whatCouldNotBeTakenIsTakenWithWhatACarrierReportsNext() {
    split();
    handOver(SECOND);
    scene.money(PaymentOperation.CAPTURE, request(SECOND), PaymentOutcome.DECLINED, 0);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.put(ShipmentScene.report(first, "e1", Shipment.Status.IN_TRANSIT, scene.now));
    assertThat(ask().amountMinor()).isEqualTo(OrderScene.TOTAL);
  }

  @Test
  void aReturnWaitsForTheMoneyOfLaterShipments() {
    split();
    handOver(SECOND);
    taken(SECOND, HALF_OF_THE_FIRST_LINE);
    scene.giveBack("ret_1", "l1", 2);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    handOver(first);
    taken(first, OrderScene.TOTAL - HALF_OF_THE_FIRST_LINE);
    assertThat(ask().operation()).isEqualTo(PaymentOperation.REFUND);
    assertThat(ask().amountMinor()).isEqualTo(2 * HALF_OF_THE_FIRST_LINE);
  }

  @Test
  void theRestIsTakenWhenWhatHadYetToGoIsGivenUp() {
    scene.put(ShipmentScene.split(SECOND, first, new Item("l1", 1)), ShipmentScene.STAFF);
    toTheDoor(SECOND);
    handOver(SECOND);
    taken(SECOND, HALF_OF_THE_FIRST_LINE);
    scene.cancelLine("can_1", "l1", 1);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    scene.cancelLine("can_2", "l2", 1);
    assertThat(scene.order().status()).isEqualTo(Order.Status.SHIPPED);
    assertThat(ask().operation()).isEqualTo(PaymentOperation.CAPTURE);
    assertThat(ask().amountMinor())
        .isEqualTo(scene.order().toCaptureMinor() - HALF_OF_THE_FIRST_LINE)
        .isPositive();
    assertThat(ask().isLast()).isTrue();
    scene.put(ShipmentScene.report(SECOND, "e1", Shipment.Status.DELIVERED, scene.now));
    assertThat(scene.asked(AskPayment.class)).as("it is asked for once").isEmpty();
  }

  /** One unit of the first line goes by itself. */
  private void split() {
    scene.put(ShipmentScene.split(SECOND, first, new Item("l1", 1)), ShipmentScene.STAFF);
    toTheDoor(first);
    toTheDoor(SECOND);
  }

  private void toTheDoor(String shipmentId) {
    scene.put(ShipmentScene.to(shipmentId, Shipment.Status.PICKED), ShipmentScene.STAFF);
    scene.put(ShipmentScene.to(shipmentId, Shipment.Status.PACKED), ShipmentScene.STAFF);
    scene.put(ShipmentScene.to(shipmentId, Shipment.Status.LABELLED), ShipmentScene.STAFF);
  }

  private void handOver(String shipmentId) {
    scene.put(ShipmentScene.to(shipmentId, Shipment.Status.HANDED_OVER), ShipmentScene.STAFF);
  }

  private void taken(String shipmentId, long amountMinor) {
    scene.money(
        PaymentOperation.CAPTURE, request(shipmentId), PaymentOutcome.SUCCEEDED, amountMinor);
  }

  private static String request(String shipmentId) {
    return RequestIds.capture(OrderScene.ORDER_ID, 1, shipmentId);
  }

  private AskPayment ask() {
    return scene.asked(AskPayment.class).getFirst();
  }
}
