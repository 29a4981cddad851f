package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderCommand.StockOperation;
import dev.millrace.orders.order.ReturnCommand.Claim;
import dev.millrace.orders.order.ReturnCommand.Offered;
import dev.millrace.orders.order.ReturnCommand.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {

  private static final Wanted TWO_AGAIN = new Wanted("SKU-1", 2);

  private final OrderScene scene = new OrderScene().settled();

  @Test
  void theSameUnitsArePutBySoldWhenTheOthersCameAndSentWithoutMoney() {
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 2, TWO_AGAIN);
    assertThat(scene.eventTypes()).containsExactly("returnRequested", "returnApproved");
    FollowUp.Reserve reserve = scene.asked(FollowUp.Reserve.class).getFirst();
    assertThat(reserve.quantity()).isEqualTo(2);
    assertThat(reserve.holdMs()).isEqualTo(Duration.ofHours(24).toMillis());

    scene.exchange("ret_1", StockOperation.RESERVE, true);
    assertThat(scene.eventTypes()).containsExactly("exchangeHeld");
    receive();
    scene.inspect("ret_1", 2, 0, 0, 2);

    assertThat(scene.eventTypes()).containsExactly("returnInspected");
    assertThat(exchange().step()).isEqualTo(Exchange.Step.SELLING);
    assertThat(scene.asked(FollowUp.AskPayment.class)).isEmpty();
    assertThat(scene.asked(FollowUp.Commit.class))
        .singleElement()
        .extracting(FollowUp.Commit::reservationId, FollowUp.Commit::units)
        .containsExactly(reserve.reservationId(), 2);

    scene.exchange("ret_1", StockOperation.COMMIT, true);
    assertThat(scene.eventTypes())
        .containsExactly("exchangeSold", "returnClosed", "shipmentPlanned");
    assertThat(scene.order().shipments().units(exchange().exchangeId(), "wh_main")).isEqualTo(2);
    assertThat(scene.order().payment().refunds()).isEmpty();
    scene.exchange("ret_1", StockOperation.COMMIT, true);
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void itIsApprovedFirstAndNothingIsPutByBefore() {
    OrderScene staff =
        new OrderScene(
                OrderScene.TERMS,
                new ReturnTerms(
                    Duration.ofDays(30),
                    Duration.ofDays(30),
                    List.of(),
                    ReturnTerms.Approval.STAFF,
                    Duration.ofDays(30),
                    0,
                    0))
            .settled()
            .askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, new Wanted("SKU-1", 1));
    assertThat(staff.asked).isEmpty();
    staff.move("ret_1", new ReturnCommand.Approve());
    assertThat(staff.asked(FollowUp.Reserve.class)).hasSize(1);
  }

  @Test
  void whatCannotBeHadIsPaidBackAndTheReturnGoesOn() {
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 2, TWO_AGAIN);
    scene.exchange("ret_1", StockOperation.RESERVE, false);

    assertThat(scene.eventTypes()).containsExactly("exchangeRefused");
    assertThat(exchange().reason()).isEqualTo("exchange_out_of_stock");
    receive();
    scene.inspect("ret_1", 2, 0, 0, 2);
    assertThat(scene.asked(FollowUp.Commit.class)).isEmpty();
    assertThat(scene.asked(FollowUp.AskPayment.class))
        .singleElement()
        .extracting(FollowUp.AskPayment::amountMinor)
        .isEqualTo(2050L);
  }

  @Test
  void whatIsGoneWhenItIsToBeSoldIsPaidBackOnceAndThenTheReturnEnds() {
    held(2);
    receive();
    scene.inspect("ret_1", 2, 0, 0, 2).exchange("ret_1", StockOperation.COMMIT, false);

    assertThat(scene.eventTypes()).containsExactly("exchangeRefused");
    FollowUp.AskPayment refund = scene.asked(FollowUp.AskPayment.class).getFirst();
    assertThat(refund.amountMinor()).isEqualTo(2050L);
    scene.money(
        OrderCommand.PaymentOperation.REFUND,
        refund.requestId(),
        OrderCommand.PaymentOutcome.SUCCEEDED,
        2050);
    assertThat(scene.eventTypes()).containsExactly("paymentRefunded", "returnClosed");
  }

  /** Of two units that come back for two: resellable, damaged, missing; reason; sold, paid back. */
  @ParameterizedTest
  @CsvSource({
    "2,0,0,WRONG_SIZE,2,0",
    "1,1,0,WRONG_SIZE,1,1025",
    "0,2,0,UNWANTED,0,2050",
    "1,0,1,WRONG_SIZE,1,0",
    "0,0,2,WRONG_SIZE,0,0",
    "0,2,0,DAMAGED,2,0",
  })
  void unitsThatWereBrokenOnTheCustomersSideOrDidNotComeAreNotExchanged(
      int resellable, int damaged, int missing, ReturnReason reason, int sold, long paidBack) {
    scene
        .askExchange("ret_1", reason, 2, TWO_AGAIN)
        .exchange("ret_1", StockOperation.RESERVE, true);
    receive();
    scene.inspect("ret_1", resellable, damaged, missing, resellable + damaged);

    assertThat(exchange().units()).isEqualTo(sold);
    assertThat(scene.asked(FollowUp.Commit.class)).hasSize(sold > 0 ? 1 : 0);
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(sold > 0 ? 0 : 1);
    assertThat(
            scene.asked(FollowUp.AskPayment.class).stream()
                .mapToLong(FollowUp.AskPayment::amountMinor)
                .sum())
        .isEqualTo(paidBack);
  }

  @Test
  void fewerWantedThanComeBackArePaidBackForTheRestAndTheSumIsTheLine() {
    held(1);
    receive();
    scene.inspect("ret_1", 2, 0, 0, 2);
    FollowUp.AskPayment paid = scene.asked(FollowUp.AskPayment.class).getFirst();
    scene.exchange("ret_1", StockOperation.COMMIT, false);
    FollowUp.AskPayment late = scene.asked(FollowUp.AskPayment.class).getFirst();
    assertThat(paid.amountMinor() + late.amountMinor()).isEqualTo(2050L);
    assertThat(paid.requestId()).isNotEqualTo(late.requestId());
  }

  @Test
  void nothingIsPutByForAReturnThatEnds() {
    held(2);
    scene.move("ret_1", new ReturnCommand.Withdraw("kept it"));
    assertThat(exchange().step()).isEqualTo(Exchange.Step.RELEASED);
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(1);

    OrderScene late = new OrderScene().settled();
    late.askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, new Wanted("SKU-1", 1))
        .exchange("ret_1", StockOperation.RESERVE, true);
    Instant deadline = late.order().returnBook().deadlines().getFirst();
    late.now = deadline;
    late.put(new OrderCommand.DeadlinePassed("d", deadline));
    assertThat(late.asked(FollowUp.Release.class)).hasSize(1);
  }

  @Test
  void anotherSkuIsGivenAtTheSamePriceOfTheSameSellerOnly() {
    assertThat(ask("SKU-9", offered("SKU-9", "sel_platform", 1000, "USD", 60))).isEmpty();
    assertThat(ask("SKU-9", offered("SKU-9", "sel_platform", 1001, "USD", 60)))
        .isEqualTo("exchange_price_differs");
    assertThat(ask("SKU-9", offered("SKU-9", "sel_other", 1000, "USD", 60)))
        .isEqualTo("exchange_price_unknown");
    assertThat(ask("SKU-9", offered("SKU-9", "sel_platform", 1000, "EUR", 60)))
        .isEqualTo("exchange_price_unknown");
    assertThat(ask("SKU-9", offered("SKU-9", "sel_platform", 1000, "USD", -1)))
        .isEqualTo("exchange_price_unknown");
    assertThat(ask("SKU-9")).isEqualTo("exchange_price_unknown");
    assertThat(ask("SKU-1")).as("its own price was paid").isEmpty();
  }

  @Test
  void noMoreIsWantedThanComesBackAndTheSameWishAgainIsOne() {
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, TWO_AGAIN);
    assertThat(scene.refusal()).isEqualTo("exchange_exceeds_return");
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, new Wanted("SKU-1", 0));
    assertThat(scene.refusal()).isEqualTo("exchange_exceeds_return");
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, new Wanted(" ", 1));
    assertThat(scene.refusal()).isEqualTo("malformed_command");

    held(2);
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 2, TWO_AGAIN);
    assertThat(scene.refusal()).isEmpty();
    assertThat(scene.eventTypes()).isEmpty();
    scene.askExchange("ret_1", ReturnReason.WRONG_SIZE, 2, new Wanted("SKU-1", 1));
    assertThat(scene.refusal()).isEqualTo("return_id_reused");
  }

  @Test
  void anInspectionThatIsSentAgainChangesNothing() {
    held(2);
    receive();
    scene.inspect("ret_1", 1, 1, 0, 2).inspect("ret_1", 1, 1, 0, 2);
    assertThat(scene.refusal()).isEmpty();
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void anOrderThatSendsSomethingInsteadIsNotCancelledAndItsReturnNotClosedBefore() {
    held(2);
    receive();
    scene.inspect("ret_1", 2, 0, 0, 2);
    scene.move("ret_1", new ReturnCommand.Close());
    assertThat(scene.refusal()).isEqualTo("return_step_not_allowed");
    scene.cancel("cmd_c");
    assertThat(scene.refusal()).isEqualTo("order_not_cancellable");
    scene.exchange("ret_1", StockOperation.COMMIT, true).cancel("cmd_c");
    assertThat(scene.refusal()).isEqualTo("order_not_cancellable");
  }

  @Test
  void aCancelledParcelOfAnExchangeIsPlannedAnew() {
    OrderScene shipped = ShipmentScene.handedOver();
    shipped
        .askExchange("ret_1", ReturnReason.WRONG_SIZE, 1, new Wanted("SKU-1", 1))
        .exchange("ret_1", StockOperation.RESERVE, true)
        .move("ret_1", new ReturnCommand.Receive("wh_main"))
        .inspect("ret_1", 1, 0, 0, 1)
        .exchange("ret_1", StockOperation.COMMIT, true);
    assertThat(shipped.eventTypes())
        .containsExactly("exchangeSold", "returnClosed", "shipmentPlanned", "orderProgressed");
    assertThat(shipped.order().status()).isEqualTo(Order.Status.FULFILLING);
    Shipment planned = shipped.order().shipments().all().getLast();

    shipped.put(
        new OrderCommand.AdvanceShipment(
            "cmd_x", planned.shipmentId(), Shipment.Status.CANCELLED, null, null, null),
        OrderScene.STAFF);
    assertThat(shipped.eventTypes()).contains("shipmentPlanned");
    String exchangeId =
        shipped.order().returnBook().of("ret_1").orElseThrow().exchanges().getFirst().exchangeId();
    assertThat(shipped.order().shipments().units(exchangeId, "wh_main")).isEqualTo(1);
  }

  private String ask(String sku, Offered... offers) {
    return new OrderScene()
        .settled()
        .put(
            new ReturnCommand.RequestReturn(
                "cmd_r",
                "ret_1",
                List.of(new Claim("l1", 1, ReturnReason.WRONG_SIZE, new Wanted(sku, 1))),
                null,
                List.of(offers),
                RefundTarget.ORIGINAL),
            OrderScene.SHOPPER)
        .refusal();
  }

  private static Offered offered(
      String sku, String sellerId, long priceMinor, String currency, int seconds) {
    return new Offered(sku, sellerId, priceMinor, currency, OrderScene.START.plusSeconds(seconds));
  }

  private void held(int quantity) {
    scene
        .askExchange("ret_1", ReturnReason.WRONG_SIZE, 2, new Wanted("SKU-1", quantity))
        .exchange("ret_1", StockOperation.RESERVE, true);
  }

  private void receive() {
    scene.move("ret_1", new ReturnCommand.Receive("wh_main"));
  }

  private Exchange exchange() {
    return scene.order().returnBook().of("ret_1").orElseThrow().exchanges().getFirst();
  }
}
