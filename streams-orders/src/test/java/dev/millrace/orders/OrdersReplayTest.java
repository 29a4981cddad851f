package dev.millrace.orders;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.CancelLines;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.CreateShipment;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What orders' events meant when they were recorded, they mean for ever. */
class OrdersReplayTest {

  private final OrdersFlow orders = new OrdersFlow();
  private final List<OrderEvent> log = new ArrayList<>();
  private final Replay<OrderEvent> replay =
      new Replay<>(orders.flow().topics(), orders.flow().topics().orderEvents(), this::fold);

  /** What one unit of the first line costs. */
  private static final long FIRST_UNIT_MINOR = 1_000;

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void boughtAfterTheBankAskedAndPartlyReturned() {
    ask(orders.place("cmd_1", "crt_1"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.ACTION_REQUIRED);
    ask(orders.command("cmd_2", "crt_1").setConfirmPayment(new ConfirmPayment("ref")));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    var back = new ReturnItems("ret_1", List.of(new ReturnedItem("l1", 1)), "too big", "wh_main");
    ask(orders.command("cmd_3", "crt_1").setReturnItems(back));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("bought-and-returned", log);
  }

  @Test
  void rejectedForEachReasonAndCancelledInTheEnd() {
    ask(orders.place("cmd_1", "crt_2"));
    orders.stockCommands().forEach(reserve -> answer(reserve, reserve.getSku().equals("SKU-1")));
    orders.stockCommands();
    ask(orders.place("cmd_2", "crt_2"));
    orders.flow().after(Duration.ofSeconds(11));
    note();
    orders.stockCommands();
    ask(orders.place("cmd_3", "crt_2"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.DECLINED);
    orders.stockCommands();
    ask(orders.place("cmd_4", "crt_2"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    var authorize = orders.paymentRequest();
    ask(orders.command("cmd_5", "crt_2").setCancel(new CancelOrder("changed my mind")));
    orders.answer(authorize, PaymentOutcome.SUCCEEDED);
    note();
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("rejected-and-cancelled", log);
  }

  @Test
  void inDoubtAndGivenUpByTheStaff() {
    ask(orders.place("cmd_1", "crt_3"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, commit.getSku().equals("SKU-1")));
    answerPayment(PaymentOutcome.UNRESOLVED);
    ask(
        orders
            .command("cmd_2", "crt_3")
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setCancel(new CancelOrder("nobody knows where it is")));
    answerPayment(PaymentOutcome.DECLINED);
    replay.verify("in-doubt", log);
  }

  @Test
  void backorderedPartlyFilledAndWithdrawn() {
    ask(orders.placeToWait("cmd_1", "crt_4"));
    List<StockCommand> reserves = orders.stockCommands();
    StockCommand first = reserves.getFirst();
    tell(first, ReservationOperation.RESERVE, 2);
    tell(reserves.getLast(), ReservationOperation.RESERVE, 1);
    answerPayment(PaymentOutcome.SUCCEEDED);
    tell(first, ReservationOperation.FILL, 1, new Allocation("wh_main", 1));
    tell(first, ReservationOperation.COMMIT, 1, new Allocation("wh_main", 1));
    tell(reserves.getLast(), ReservationOperation.COMMIT, 1);
    tell(reserves.getLast(), ReservationOperation.FILL, 0, new Allocation("wh_main", 1));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(orders.command("cmd_2", "crt_4").setCancel(new CancelOrder("changed my mind")));
    tell(first, ReservationOperation.WITHDRAW, 0, new Allocation("wh_main", 1));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("backordered", log);
  }

  @Test
  void packedLabelledOnTheSecondTryTrackedAndDelivered() {
    ask(orders.place("cmd_1", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    OrderState stored = Objects.requireNonNull(orders.stored(OrdersFlow.orderOf("crt_5")));
    String planned = stored.getOrder().getShipments().getFirst().getShipmentId();
    ask(
        orders
            .command("cmd_2", "crt_5")
            .setCreateShipment(
                new CreateShipment("shp_2", planned, List.of(new ShipmentItem("l1", 1)))));
    advance("cmd_3", planned, "picked");
    advance("cmd_4", planned, "packed");
    label(false);
    advance("cmd_5", planned, "packed");
    label(true);
    advance("cmd_6", planned, "handed_over");
    advance("cmd_7", "shp_2", "picked");
    advance("cmd_8", "shp_2", "packed");
    advance("cmd_9", "shp_2", "labelled");
    advance("cmd_10", "shp_2", "handed_over");
    track(planned, "in_transit", "delivered", "in_transit");
    track("shp_2", "lost");
    track("shp_2", "delivered");
    replay.verify("shipped", log);
  }

  private void advance(String commandId, String shipmentId, String status) {
    ask(
        orders
            .command(commandId, "crt_5")
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setAdvanceShipment(
                new AdvanceShipment(shipmentId, status, "by bike", "BIKE-1", null)));
  }

  private void label(boolean done) {
    orders.answer(orders.carrierRequest(), done);
    note();
  }

  private void track(String shipmentId, String... statuses) {
    orders.track("crt_5", shipmentId, statuses);
    note();
  }

  @Test
  void returnedStepByStepOnEveryWay() {
    ask(orders.place("cmd_1", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(orders.askReturn("cmd_2", "crt_5", "ret_1", ReturnReason.UNWANTED, 1));
    ask(orders.move("cmd_3", "crt_5", "ret_1", ReturnStep.REJECTED));
    ask(orders.askReturn("cmd_4", "crt_5", "ret_2", ReturnReason.UNWANTED, 1));
    ask(orders.move("cmd_5", "crt_5", "ret_2", ReturnStep.APPROVED));
    orders.flow().after(Duration.ofSeconds(21));
    note();
    ask(orders.askReturn("cmd_6", "crt_5", "ret_3", ReturnReason.UNWANTED, 1));
    ask(orders.move("cmd_7", "crt_5", "ret_3", ReturnStep.CANCELLED));
    ask(orders.askReturn("cmd_8", "crt_5", "ret_4", ReturnReason.UNWANTED, 2));
    for (ReturnStep step :
        List.of(
            ReturnStep.APPROVED,
            ReturnStep.LABEL_SENT,
            ReturnStep.IN_TRANSIT,
            ReturnStep.RECEIVED)) {
      ask(orders.move("cmd_9_" + step, "crt_5", "ret_4", step));
    }
    var found = new ReturnFinding("l1", 1, 1, 0, 2, 0, 0L);
    ask(orders.move("cmd_10", "crt_5", "ret_4", ReturnStep.INSPECTED, found));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(orders.refund("cmd_11", "crt_5", "ref_1", 123L));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("returned-step-by-step", log);
  }

  @Test
  void paidInCashOnDeliveryAndPartlyGivenBack() {
    OrderCommand.Builder command = orders.place("cmd_1", "crt_5");
    ask(
        command.setPlace(
            PlaceOrder.newBuilder(command.getPlace()).setPaymentMethodId("cod").build()));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    orders.stockCommands().forEach(commit -> answer(commit, true));
    ask(orders.command("cmd_2", "crt_5").setRecordCash(new RecordCash("rec_1", null, false)));
    var back = new ReturnItems("ret_1", List.of(new ReturnedItem("l1", 1)), "too big", "wh_main");
    ask(orders.command("cmd_3", "crt_5").setReturnItems(back));
    ask(orders.command("cmd_4", "crt_5").setRecordCash(new RecordCash("rec_2", null, true)));
    replay.verify("cash", log);
  }

  @Test
  void confirmedLaterAndCapturedAgainAfterAFailure() {
    ask(orders.place("cmd_1", "crt_6"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    var authorize = orders.paymentRequest();
    orders.answer(authorize, PaymentOutcome.PENDING);
    note();
    orders.answer(authorize, PaymentOutcome.SUCCEEDED);
    note();
    answerPayment(PaymentOutcome.DECLINED);
    ask(orders.command("cmd_2", "crt_6").setCapturePayment(new CapturePayment("a", 1_000L, false)));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(orders.command("cmd_3", "crt_6").setCapturePayment(new CapturePayment("b", 1_500L, true)));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("captured-in-parts", log);
  }

  @Test
  void reviewedHeldSentElsewhereAndPartlyGivenUp() {
    ask(orders.placeSuspiciously("cmd_1", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders
        .stockCommands()
        .forEach(
            commit -> {
              orders.answerSold(
                  commit, new Allocation("wh_main", commit.getSku().equals("SKU-1") ? 2 : 1));
              note();
            });
    answerPayment(PaymentOutcome.SUCCEEDED);
    String review =
        orders.stored(OrdersFlow.orderOf("crt_5")).getOrder().getHolds().getFirst().getHoldId();
    ask(staff("cmd_2", "crt_5").setPutOnHold(new PutOnHold("hld_1", "address_check", null)));
    ask(staff("cmd_3", "crt_5").setReleaseHold(new ReleaseHold(review)));
    var elsewhere = new Address("A. Buyer", "2 Road", null, "Town", null, "12345", "US");
    ask(
        orders
            .command("cmd_4", "crt_5")
            .setEdit(
                new EditOrder(
                    "edt_1", elsewhere, List.of(new UnitsOfLine("l1", 1)), "moved", false, null)));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("reviewed-and-edited", log);
  }

  @Test
  void failedAndResolved() {
    ask(orders.place("cmd_1", "crt_6"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, commit.getSku().equals("SKU-1")));
    answerPayment(PaymentOutcome.UNRESOLVED);
    ask(staff("cmd_2", "crt_6").setResolveException(new ResolveException("retry_stock", null)));
    orders.stockCommands().forEach(commit -> answer(commit, true));
    ask(
        staff("cmd_3", "crt_6")
            .setResolveException(new ResolveException("retry_payment_step", null)));
    answerPayment(PaymentOutcome.DECLINED);
    ask(
        staff("cmd_4", "crt_6")
            .setResolveException(new ResolveException("accept_as_is", "paid by transfer")));
    replay.verify("failed-and-resolved", log);
  }

  @Test
  void exchangedAndPaidBackWhereThatWasNotToBeHad() {
    ask(orders.place("cmd_1", "crt_8"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    for (int number = 1; number <= 2; number++) {
      String returnId = "ret_" + number;
      ask(orders.askExchange("cmd_a" + number, "crt_8", returnId, ReturnReason.WRONG_SIZE, 1));
      ask(orders.move("cmd_b" + number, "crt_8", returnId, ReturnStep.APPROVED));
      orders.stockCommands().forEach(reserve -> answer(reserve, true));
      ask(orders.move("cmd_c" + number, "crt_8", returnId, ReturnStep.RECEIVED));
      var found = new ReturnFinding("l1", 1, 0, 0, 1, 0, 0L);
      ask(orders.move("cmd_d" + number, "crt_8", returnId, ReturnStep.INSPECTED, found));
      StockCommand commit =
          orders.stockCommands().stream()
              .filter(command -> command.getCommit() != null)
              .findFirst()
              .orElseThrow();
      if (number == 1) {
        orders.answerSold(commit, new Allocation("wh_main", 1));
        note();
      } else {
        answer(commit, false);
      }
    }
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("exchanged", log);
  }

  @Test
  void raisedTwiceOfWhichOneAdditionFailedAndOneWasCancelled() {
    ask(orders.place("cmd_1", "crt_9"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(AdditionFlow.raise(orders, "cmd_2", "crt_9", "edt_1", 3, 1));
    orders.stockCommands().forEach(reserve -> answer(reserve, false));
    ask(AdditionFlow.raise(orders, "cmd_3", "crt_9", "edt_2", 4, 2));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    ask(
        orders
            .command("cmd_4", "crt_9")
            .setOrderId(AdditionFlow.orderOf("crt_9", "edt_2"))
            .setCancel(new CancelOrder("changed my mind")));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("raised", log);
  }

  @Test
  void wentOnWithWhatThereWas() {
    ask(orders.placePartial("cmd_1", "crt_7"));
    orders.stockCommands().forEach(reserve -> answer(reserve, reserve.getSku().equals("SKU-2")));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    replay.verify("allocated-in-part", log);
  }

  @Test
  void theRestOfAPromiseIsGivenBack() {
    try (var byHand = new OrdersFlow(OrdersFlow.BY_HAND)) {
      byHand.ask(byHand.place("cmd_1", "crt_10"));
      byHand.stockCommands().forEach(reserve -> byHand.answer(reserve, true));
      byHand.answer(byHand.paymentRequest(), PaymentOutcome.SUCCEEDED);
      byHand.stockCommands().forEach(commit -> byHand.answer(commit, true));
      long kept = OrdersFlow.TOTAL_MINOR - FIRST_UNIT_MINOR;
      byHand.ask(
          byHand
              .command("cmd_2", "crt_10")
              .setCapturePayment(new CapturePayment("a", kept, false)));
      byHand.answer(byHand.paymentRequest(), PaymentOutcome.SUCCEEDED);
      byHand.ask(
          byHand
              .command("cmd_3", "crt_10")
              .setCancelLines(
                  new CancelLines("can_1", List.of(new UnitsOfLine("l1", 1)), "one is enough")));
      byHand.answer(byHand.paymentRequest(), PaymentOutcome.SUCCEEDED);
      replay.verify(
          "remainder-voided", byHand.flow().takeAll(byHand.flow().topics().orderEvents()));
    }
  }

  @Test
  void aCardThatDidNotSpendIsAskedAgain() {
    ask(orders.placeWithCredit("cmd_1", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerAccounts(true, true);
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    answerAccounts(false, true);
    ask(staff("cmd_2", "crt_5").setResolveException(new ResolveException("retry_credit", null)));
    answerAccounts(true);
    replay.verify("credit-retried", log);
  }

  @Test
  void heldAfterItWasRefused() {
    ask(orders.place("cmd_1", "crt_9"));
    List<StockCommand> reserves = orders.stockCommands();
    reserves.forEach(reserve -> answer(reserve, reserve.getSku().equals("SKU-2")));
    answer(reserves.getFirst(), true);
    replay.verify("held-too-late", log);
  }

  @Test
  void paidWithCreditAndGivenBackInEveryWay() {
    ask(orders.placeWithCredit("cmd_1", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerAccounts(false, true);
    orders.stockCommands();
    ask(orders.placeWithCredit("cmd_2", "crt_5"));
    orders.stockCommands().forEach(reserve -> answer(reserve, true));
    answerAccounts(true, true);
    answerPayment(PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> answer(commit, true));
    answerPayment(PaymentOutcome.SUCCEEDED);
    answerAccounts(true, true);
    ask(orders.refund("cmd_3", "crt_5", "ref_1", 900L));
    answerPayment(PaymentOutcome.SUCCEEDED);
    answerAccounts(true);
    ask(orders.refund("cmd_4", "crt_5", "ref_2", 300L, "store_credit"));
    answerAccounts(true);
    ask(orders.refund("cmd_5", "crt_5", "ref_3", 100L));
    answerAccounts(false);
    replay.verify("paid-with-credit", log);
  }

  /** Answers what was asked of accounts, in its order; releases have no answer. */
  private void answerAccounts(boolean... done) {
    var accounts = new AccountAnswers(orders);
    accounts.heard(
        orders.accountCommands().stream().filter(one -> one.getRelease() == null).toList());
    for (boolean one : done) {
      accounts.answerOne(one);
      note();
    }
  }

  @Test
  void everyKindOfEventIsRecorded() {
    replay.verifyKinds();
  }

  private OrderCommand.Builder staff(String commandId, String cartId) {
    return orders.command(commandId, cartId).setActor(new Actor(ActorRole.OPS, "ops"));
  }

  private void ask(OrderCommand.Builder command) {
    orders.ask(command);
    note();
  }

  private void answer(StockCommand command, boolean done) {
    orders.answer(command, done);
    note();
  }

  private void tell(
      StockCommand asked, ReservationOperation operation, int missing, Allocation... allocations) {
    orders.tell(asked, operation, missing, allocations);
    note();
  }

  private void answerPayment(PaymentOutcome outcome) {
    orders.answer(orders.paymentRequest(), outcome);
    note();
  }

  /** Takes what was written; at each step the events so far lead to what the writer remembers. */
  private void note() {
    log.addAll(orders.flow().takeAll(orders.flow().topics().orderEvents()));
    for (OrderState state : fold(log)) {
      OrderState stored = orders.stored(state.getOrder().getOrderId());
      Replay.assertSame(OrderState.newBuilder(stored).setWaiting(List.of()).build(), state);
    }
    orders.flow().after(Duration.ofMillis(10));
  }

  private List<OrderState> fold(List<OrderEvent> events) {
    return Replay.byKey(events, OrderEvent::getOrderId).values().stream()
        .map(OrdersLedger::fold)
        .toList();
  }
}
