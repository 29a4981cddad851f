package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialAllocationTest {

  /** Two units of the first line and one of the second, 540 of shipping, as it is quoted. */
  private final OrderScene scene =
      new OrderScene().put(PartialScene.placing("cmd_1", "pm_card_visa"), OrderScene.SHOPPER);

  @Test
  void whatIsThereIsAskedForUnderAnotherHoldAndTheOrderGoesOnWithIt() {
    String first = scene.order().lines().getFirst().reservationId();
    scene.held(1).refused(0, "insufficient_stock", 1);

    assertThat(scene.eventTypes()).containsExactly("lineStockRefused", "lineStockLowered");
    List<FollowUp.Reserve> asked = scene.asked(FollowUp.Reserve.class);
    assertThat(asked).singleElement().extracting(FollowUp.Reserve::quantity).isEqualTo(1);
    assertThat(asked.getFirst().reservationId()).isNotEqualTo(first);
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);

    scene.heldInPart(0);

    assertThat(scene.eventTypes())
        .containsExactly("lineStockHeld", "orderPartlyAllocated", "paymentRequested");
    assertThat(scene.order().lines()).extracting(line -> line.priced().quantity()).contains(1, 1);
    assertThat(scene.order().attempt().unitsShort())
        .containsExactly(
            new UnitsShort("l1", "SKU-1", "sel_platform", 2, 1, "insufficient_stock", 1));
  }

  @Test
  void C18_theProviderIsAskedForTheStoredTotalOfWhatThereIs() {
    scene.held(1).refused(0, "insufficient_stock", 1).heldInPart(0);

    long lowered = 1025 + 999 + 540;
    assertThat(scene.order().totalMinor()).isEqualTo(lowered);
    assertThat(scene.asked(FollowUp.AskPayment.class))
        .singleElement()
        .extracting(FollowUp.AskPayment::amountMinor)
        .isEqualTo(lowered);
    Placement.Quote quote = scene.order().attempt().placement().quote();
    assertThat(quote.addsUp()).isTrue();
    assertThat(List.of(quote.subtotalMinor(), quote.discountMinor(), quote.taxMinor()))
        .containsExactly(1950L, 50L, 75L + 49 + 40);

    scene.money(
        OrderCommand.PaymentOperation.AUTHORIZE,
        RequestIds.authorize(OrderScene.ORDER_ID, 1),
        OrderCommand.PaymentOutcome.SUCCEEDED,
        lowered);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(scene.asked(FollowUp.CompleteCheckout.class))
        .singleElement()
        .extracting(FollowUp.CompleteCheckout::items)
        .as("what could not be had stays in the cart")
        .isEqualTo(List.of(new OrderCommand.Item("l1", 1), new OrderCommand.Item("l2", 1)));
  }

  @Test
  void aLineOfWhichNothingIsThereFallsAway() {
    scene.refused(1, "insufficient_stock", 0).held(0);

    assertThat(scene.order().lines())
        .extracting(line -> line.priced().lineId())
        .containsExactly("l1");
    assertThat(scene.order().totalMinor()).isEqualTo(2050 + 540);
    assertThat(scene.order().attempt().unitsShort())
        .extracting(UnitsShort::lineId, UnitsShort::requested, UnitsShort::allocated)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("l2", 1, 0));
    scene
        .money(
            OrderCommand.PaymentOperation.AUTHORIZE,
            RequestIds.authorize(OrderScene.ORDER_ID, 1),
            OrderCommand.PaymentOutcome.SUCCEEDED,
            2050 + 540)
        .committed(0, true);
    assertThat(scene.eventTypes()).contains("lineStockCommitted", "shipmentPlanned");
  }

  @Test
  void withoutConsentOrWhereTheShopForbidsItAllUnitsAreHadOrNone() {
    OrderScene unasked =
        new OrderScene().place("cmd_1", "pm_card_visa").held(1).refused(0, "insufficient_stock", 1);
    assertThat(unasked.eventTypes()).containsExactly("lineStockRefused", "orderRejected");
    assertThat(unasked.order().reason()).isEqualTo(Reasons.OUT_OF_STOCK);

    CheckoutTerms usual = OrderScene.TERMS;
    var allOrNothing =
        new CheckoutTerms(
            usual.hold(),
            usual.stockDeadline(),
            usual.paymentDeadline(),
            usual.actionDeadline(),
            usual.capture(),
            true,
            false);
    OrderScene forbidden =
        new OrderScene(allOrNothing)
            .put(PartialScene.placing("cmd_1", "pm_card_visa"), OrderScene.SHOPPER)
            .held(1)
            .refused(0, "insufficient_stock", 1);
    assertThat(forbidden.eventTypes()).containsExactly("lineStockRefused", "orderRejected");
  }

  @Test
  void whatIsAllThereIsAnOrderLikeAnyOther() {
    scene.held(0).held(1);

    assertThat(scene.eventTypes()).containsExactly("lineStockHeld", "paymentRequested");
    assertThat(scene.order().totalMinor()).isEqualTo(OrderScene.TOTAL);
    assertThat(scene.order().attempt().unitsShort()).isEmpty();
  }

  @Test
  void nothingAtAllOrAnyOtherReasonRejectsTheOrderAndReleasesWhatIsHeld() {
    scene.refused(0, "insufficient_stock", 0).refused(1, "insufficient_stock", 0);
    assertThat(scene.eventTypes()).containsExactly("lineStockRefused", "orderRejected");

    OrderScene limited =
        new OrderScene()
            .put(PartialScene.placing("cmd_1", "pm_card_visa"), OrderScene.SHOPPER)
            .refused(0, "insufficient_stock", 1)
            .refused(1, "over_order_limit", 0)
            .heldInPart(0);
    assertThat(limited.eventTypes()).containsExactly("lineStockHeld", "orderRejected");
    assertThat(limited.asked(FollowUp.Release.class))
        .singleElement()
        .extracting(FollowUp.Release::reservationId)
        .isEqualTo(limited.order().lines().getFirst().reservationId());
  }

  @Test
  void C13_anAnswerAboutTheFormerHoldThatComesAgainChangesNothing() {
    OrderCommand answer =
        new OrderCommand.StockAnswered(
            "again",
            scene.order().lines().getFirst().reservationId(),
            StockOperation.RESERVE,
            false,
            "insufficient_stock",
            2,
            1,
            null,
            List.of(),
            0,
            null);
    scene.put(answer);
    assertThat(scene.eventTypes()).contains("lineStockLowered");

    scene.put(answer);
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void fewerUnitsAreAskedForABoundedNumberOfTimes() {
    OrderScene many = new OrderScene();
    many.put(manyUnits(1_000), OrderScene.SHOPPER);
    int asked = 0;
    while (many.order().status() == Order.Status.PENDING_STOCK) {
      asked++;
      many.refused(0, "insufficient_stock", 900 - asked);
    }
    assertThat(asked).isEqualTo(1 + PartialAllocation.LOWERED_MAX);
    assertThat(many.order().reason()).isEqualTo(Reasons.OUT_OF_STOCK);
  }

  @Test
  void anotherAttemptBeginsWithAllThatIsInTheCart() {
    scene.held(1).refused(0, "insufficient_stock", 1).heldInPart(0).overdue();
    assertThat(scene.order().status()).isEqualTo(Order.Status.REJECTED);

    scene.put(PartialScene.placing("cmd_2", "pm_card_visa"), OrderScene.SHOPPER);
    assertThat(scene.order().attempt().unitsShort()).isEmpty();
    assertThat(scene.order().totalMinor()).isEqualTo(OrderScene.TOTAL);
    assertThat(scene.asked(FollowUp.Reserve.class))
        .extracting(FollowUp.Reserve::quantity)
        .containsExactly(2, 1);
  }

  @Test
  void C18_whatIsAskedForAndWhatFallsAwayAddUpToTheQuote() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Placement.Line line = line(random);
      int units = random.nextInt(line.quantity() + 1);
      Placement.Quote whole = quote(line);
      Placement.Quote part =
          PartialPrice.of(whole, List.of(UnitsShort.of(line, units, "insufficient_stock", 1)));
      Placement.Quote rest =
          PartialPrice.of(
              whole,
              List.of(UnitsShort.of(line, line.quantity() - units, "insufficient_stock", 1)));
      assertThat(part.addsUp()).as("seed %d, %d of %s", seed, units, line).isTrue();
      long goods = part.totalMinor() - whole.shippingMinor();
      long others = rest.totalMinor() - whole.shippingMinor();
      assertThat(line.totalMinor() - goods - others)
          .as("seed %d, %d of %s", seed, units, line)
          .isBetween(0L, 1L);
      for (Placement.Line one : part.lines()) {
        assertThat(one.rules().stream().mapToLong(Placement.Rule::amountMinor).sum())
            .as("seed %d, the parts of %s", seed, one)
            .isEqualTo(one.totalMinor());
        assertThat(one.subtotalMinor() - one.discountMinor() + one.taxMinor())
            .as("seed %d, the sums of %s", seed, one)
            .isEqualTo(one.totalMinor());
        assertThat(Math.min(one.discountMinor(), one.taxMinor())).isNotNegative();
      }
    }
  }

  private static Placement.Line line(Random random) {
    int quantity = 1 + random.nextInt(9);
    long unit = random.nextInt(10_000);
    long subtotal = quantity * unit;
    long discount = subtotal == 0 ? 0 : random.nextLong(subtotal + 1);
    long tax = random.nextInt(3_000);
    return new Placement.Line(
        "l1",
        "SKU-1",
        "sel_platform",
        quantity,
        unit,
        subtotal,
        discount,
        tax,
        subtotal - discount + tax,
        List.of(
            new Placement.Rule("offer", 1, subtotal, "Price"),
            new Placement.Rule("off", 1, -discount, "Less"),
            new Placement.Rule("tax", 1, tax, "Tax")));
  }

  private static OrderCommand.PlaceOrder manyUnits(int units) {
    var line =
        new Placement.Line("l1", "SKU-1", "sel_platform", units, 1, units, 0, 0, units, List.of());
    OrderCommand.PlaceOrder usual = PartialScene.placing("cmd_1", "pm_card_visa");
    return new OrderCommand.PlaceOrder(
        "cmd_1", OrderScene.ORDER_ID, usual.placement().at(quote(line)), true, null);
  }

  private static Placement.Quote quote(Placement.Line line) {
    Placement.Quote usual = OrderScene.quote();
    return new Placement.Quote(
        usual.quoteId(),
        usual.customerId(),
        usual.cartId(),
        usual.cartGeneration(),
        usual.currency(),
        List.of(line),
        usual.shippingOptionId(),
        500,
        0,
        List.of(),
        line.subtotalMinor(),
        line.discountMinor(),
        line.taxMinor(),
        line.totalMinor() + 500,
        usual.roundingMode(),
        usual.roundingLevel(),
        usual.country(),
        usual.region(),
        usual.issuedAt(),
        usual.expiresAt(),
        usual.signature(),
        usual.coupon());
  }
}
