package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Units that are held when nobody waits for them any more. */
class LateHoldsTest {

  @Test
  void unitsThatAreHeldAfterTheyWereRefusedAreReleasedOnce() {
    OrderScene scene = new OrderScene().place("cmd_1", "pm_card_visa").held(1).refused(0);
    assertThat(scene.order().status()).isEqualTo(Order.Status.REJECTED);
    String late = scene.order().lines().getFirst().reservationId();

    scene.held(0);

    assertThat(scene.eventTypes()).containsExactly("lateHoldReleased");
    assertThat(scene.asked)
        .singleElement()
        .isEqualTo(
            new FollowUp.Release(
                RequestIds.command("release-late", late), "SKU-1", late, "held too late"));
    assertThat(scene.order().status()).isEqualTo(Order.Status.REJECTED);
    assertThat(scene.order().lines().getFirst().stock()).isEqualTo(Order.LineStock.REFUSED);

    scene.held(0);
    assertThat(scene.lastEvents).as("the same answer again").isEmpty();
  }

  @Test
  void theOrderStillFailsForWhatWasRefusedAlthoughItIsHeldLater() {
    OrderScene scene = new OrderScene().place("cmd_1", "pm_card_visa").refused(0).held(0);
    assertThat(scene.eventTypes()).containsExactly("lateHoldReleased");

    scene.held(1);

    assertThat(scene.eventTypes()).containsExactly("lineStockHeld", "orderRejected");
    assertThat(scene.asked(FollowUp.Release.class))
        .as("only what is held")
        .extracting(FollowUp.Release::sku)
        .containsExactly("SKU-2");
  }

  @Test
  void whatAFormerHoldKeepsIsReleasedWhileFewerUnitsAreAskedFor() {
    OrderScene scene =
        new OrderScene().put(PartialScene.placing("cmd_1", "pm_card_visa"), OrderScene.SHOPPER);
    String former = scene.order().lines().getFirst().reservationId();
    scene.held(1).refused(0, "insufficient_stock", 1);

    scene.put(held(former, 2));

    assertThat(scene.eventTypes()).containsExactly("lateHoldReleased");
    scene.heldInPart(0);
    assertThat(scene.eventTypes())
        .as("the order goes on with the other hold")
        .containsExactly("lineStockHeld", "orderPartlyAllocated", "paymentRequested");
    scene.put(held(former, 2));
    assertThat(scene.lastEvents).isEmpty();
  }

  @Test
  void whatAFormerAttemptIsGivenTooLateIsReleased() {
    OrderScene scene = new OrderScene().place("cmd_1", "pm_card_visa").held(1).refused(0);
    String former = scene.order().lines().getFirst().reservationId();
    scene.place("cmd_2", "pm_card_visa");

    scene.put(held(former, 2));

    assertThat(scene.asked(FollowUp.Release.class))
        .singleElement()
        .extracting(FollowUp.Release::reservationId)
        .isEqualTo(former);
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
  }

  @Test
  void whatIsHeldAfterItWasGivenUpIsReleasedOnce() {
    OrderScene scene = new OrderScene().place("cmd_1", "pm_card_visa").cancel("cmd_2");
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(2);

    scene.held(0);
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(1);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CANCELLED);

    scene.held(0);
    assertThat(scene.lastEvents).isEmpty();
  }

  @Test
  void anAnswerThatIsHeardTwiceIsNotLate() {
    OrderScene scene = new OrderScene().place("cmd_1", "pm_card_visa").held(0);
    scene.put(scene.reserve(0, true));
    assertThat(scene.lastEvents).isEmpty();

    OrderScene sold = new OrderScene().settled();
    sold.put(sold.reserve(0, true));
    assertThat(sold.lastEvents).isEmpty();
  }

  @Test
  void onlyTheLatestAreRemembered() {
    OrderScene scene = new OrderScene().settled();
    for (int i = 0; i <= Care.LATE_HOLDS_MAX; i++) {
      scene.put(held("rsv_" + i, 1));
      assertThat(scene.eventTypes()).containsExactly("lateHoldReleased");
    }
    assertThat(scene.order().care().lateHolds())
        .hasSize(Care.LATE_HOLDS_MAX)
        .doesNotContain("rsv_0")
        .contains("rsv_" + Care.LATE_HOLDS_MAX);
  }

  /** Of something that no line of the order knows under this id any more. */
  private static StockAnswered held(String reservationId, int units) {
    return new StockAnswered(
        "late_" + reservationId,
        reservationId,
        StockOperation.RESERVE,
        true,
        null,
        units,
        0,
        OrderScene.START.plus(OrderScene.TERMS.hold()),
        List.of(new Order.Allocation("wh_main", units)),
        0,
        null,
        "SKU-1");
  }
}
