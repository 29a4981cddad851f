package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that the inventory did not sell, and that are accepted as they are. */
class LostLinesTest {

  private static final long FIRST_LINE = 2_050;
  private static final long SECOND_LINE = 999;

  private final OrderScene scene = lost(CheckoutTerms.Capture.ON_SHIPMENT);

  @Test
  void whatIsSentIsTakenWithTheShippingAndTheRestGoesBack() {
    scene.resolve(Resolution.ACCEPT_AS_IS, "sent from the shop");
    assertThat(scene.eventTypes())
        .containsExactly("exceptionResolved", "linesCancelled", "shipmentPlanned");
    assertThat(scene.asked(AskPayment.class)).as("nothing has left").isEmpty();
    assertThat(scene.asked(FollowUp.ReturnToStock.class)).as("nothing was sold").isEmpty();

    send();

    AskPayment capture = scene.asked(AskPayment.class).getFirst();
    assertThat(capture.amountMinor()).isEqualTo(OrderScene.TOTAL - SECOND_LINE);
    assertThat(capture.isLast()).as("what is left goes back with it").isTrue();
    scene.money(
        PaymentOperation.CAPTURE,
        capture.requestId(),
        PaymentOutcome.SUCCEEDED,
        OrderScene.TOTAL - SECOND_LINE);
    assertThat(scene.order().payment().amounts().voidedMinor()).isEqualTo(SECOND_LINE);
    assertThat(scene.order().payment().remainderMinor()).isZero();
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.CAPTURED);
    assertThat(scene.order().care().cancelledUnits("l2")).isEqualTo(1);
  }

  @Test
  void ofAnOrderOfWhichNothingIsEverSentThePromiseGoesBackWhole() {
    OrderScene none =
        new OrderScene(OrderScene.taking(CheckoutTerms.Capture.ON_SHIPMENT))
            .confirmed()
            .committed(0, false)
            .committed(1, false)
            .resolve(Resolution.ACCEPT_AS_IS, "the shopper knows");

    assertThat(none.eventTypes())
        .containsExactly("exceptionResolved", "linesCancelled", "remainderVoided");
    assertThat(none.asked(AskPayment.class))
        .singleElement()
        .isEqualTo(
            new AskPayment(
                RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
                PaymentOperation.VOID,
                OrderScene.TOTAL,
                RequestIds.authorize(OrderScene.ORDER_ID, 1),
                true));
    none.money(
        PaymentOperation.VOID,
        RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(none.order().payment().status()).isEqualTo(Payment.Status.VOIDED);
    assertThat(none.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void moneyThatIsTakenOtherwiseIsLeftToWhoAcceptsTheOrder() {
    for (CheckoutTerms.Capture other :
        List.of(CheckoutTerms.Capture.MANUAL, CheckoutTerms.Capture.ON_CONFIRMATION)) {
      OrderScene one = lost(other).resolve(Resolution.ACCEPT_AS_IS, "paid back by transfer");
      assertThat(one.eventTypes())
          .as("%s", other)
          .containsExactly("exceptionResolved", "shipmentPlanned");
      assertThat(one.order().care().waivedMinor()).isZero();
    }
  }

  @Test
  void whatIsAcceptedIsNotAskedForAgainAndGoesBackIfItIsSoldAfterAll() {
    scene.resolve(Resolution.RETRY_STOCK, null).committed(1, false);
    scene.resolve(Resolution.ACCEPT_AS_IS, "sent from the shop");
    send();
    scene.money(
        PaymentOperation.CAPTURE,
        scene.asked(AskPayment.class).getFirst().requestId(),
        PaymentOutcome.DECLINED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);

    scene.resolve(Resolution.RETRY_STOCK, null);
    assertThat(scene.refusal()).isEqualTo("resolution_not_applicable");

    scene.committed(1, true, List.of(new Order.Allocation("wh_main", 1)));
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .as("the first refusal was heard twice, and the second request sold it")
        .extracting(FollowUp.ReturnToStock::sku, FollowUp.ReturnToStock::quantity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("SKU-2", 1));
  }

  @Test
  void theLastUnitThatIsGivenUpBesideALostLineEndsTheOrder() {
    scene.resolve(Resolution.ACCEPT_AS_IS, "sent from the shop").cancelLine("can_1", "l1", 2);
    assertThat(scene.eventTypes()).containsExactly("orderCancelled");
    assertThat(scene.asked(AskPayment.class))
        .singleElement()
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(PaymentOperation.VOID, OrderScene.TOTAL);
  }

  @Test
  void partsAddUpToTheTotal() {
    assertThat(FIRST_LINE + SECOND_LINE + 540).isEqualTo(OrderScene.TOTAL);
  }

  private void send() {
    String shipment = scene.order().shipments().all().getFirst().shipmentId();
    for (Shipment.Status step :
        List.of(
            Shipment.Status.PICKED,
            Shipment.Status.PACKED,
            Shipment.Status.LABELLED,
            Shipment.Status.HANDED_OVER)) {
      scene.put(ShipmentScene.to(shipment, step), ShipmentScene.STAFF);
    }
  }

  /** Sold but for the second line. */
  private static OrderScene lost(CheckoutTerms.Capture capture) {
    return new OrderScene(OrderScene.taking(capture))
        .confirmed()
        .committed(0, true)
        .committed(1, false);
  }
}
