package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.state.LineState;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTopologyTest {

  private static final String CART = "crt_1";
  private static final String ORDER_ID = OrdersFlow.orderOf(CART);

  private final OrdersFlow orders = new OrdersFlow();
  private final Flow flow = orders.flow();
  private final Topics topics = flow.topics();

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void aCheckoutIsAnsweredWhenItsStockIsHeldAndConfirmedWhenItIsPaid() {
    ask(place("cmd_1", "f1"));
    List<StockCommand> reserves = flow.takeAll(topics.stockCommands());
    assertThat(reserves).extracting(StockCommand::getSku).containsExactly("SKU-1", "SKU-2");
    assertThat(reserves)
        .extracting(StockCommand::getReserve)
        .allMatch(hold -> "cus_1".equals(hold.getCustomerId()))
        .allMatch(hold -> hold.getDestination().getCountry().equals("US"))
        .noneMatch(hold -> hold.getReplaceable() || hold.getBackorderAllowed());
    assertThat(eventTypes()).containsExactly("orderPlaced");
    flow.expectNothingElse();

    reserves.forEach(reserve -> orders.answer(reserve, true));
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getCommandId()).isEqualTo("cmd_1");
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getOrder().getStatus()).isEqualTo("pending_payment");
    assertThat(eventTypes()).containsExactly("lineStockHeld", "lineStockHeld", "paymentRequested");

    PaymentRequest authorize = flow.take(topics.paymentRequests());
    assertThat(authorize.getAmount().getMinorUnits()).isEqualTo(3_000);
    orders.answer(authorize, PaymentOutcome.SUCCEEDED);
    assertThat(eventTypes()).containsExactly("paymentAuthorized", "orderConfirmed");
    assertThat(flow.takeAll(topics.stockCommands()))
        .allMatch(one -> one.getCommit() != null && one.getCommit().getEvenIfExpired());
    assertThat(flow.take(topics.paymentRequests()).getOperation())
        .isEqualTo(PaymentOperation.CAPTURE);
    CartCommand cart = flow.take(topics.cartCommands());
    assertThat(cart.getCartId()).isEqualTo("crt_1");
    assertThat(cart.getCompleteCheckout().getCheckoutCommandId()).isEqualTo("cmd_1");
    flow.expectNothingElse();
    OrderState stored = Objects.requireNonNull(orders.stored(ORDER_ID));
    assertThat(stored.getOrder().getStatus()).isEqualTo("confirmed");
    assertThat(OrderStateAvro.stored(OrderStateAvro.order(stored), List.of())).isEqualTo(stored);
  }

  @Test
  void whatIsAboutAHoldOfASplitSkuGoesToTheBucketOfItsReservation() {
    flow.send(topics.hotSkus(), "SKU-1", new HotSku("SKU-1", 64));
    ask(place("cmd_1", "f1"));
    var reserves = flow.takeRecords(topics.stockCommands());
    assertThat(reserves)
        .allSatisfy(
            reserve -> {
              StockCommand command = reserve.value();
              assertThat(reserve.key()).isEqualTo(command.getSku());
              String sku = BucketKey.sku(command.getSku());
              assertThat(command.getSku())
                  .isEqualTo(
                      BucketKey.hint(
                          sku,
                          command.getReserve().getReservationId(),
                          sku.equals("SKU-1") ? 64 : 1));
            });
    assertThat(reserves.getFirst().key()).startsWith("SKU-1#");
    assertThat(reserves.getLast().key()).isEqualTo("SKU-2");
  }

  @Test
  void theSameCommandGetsTheSameAnswerAndDoesNothing() {
    pendingPayment();
    ask(place("cmd_1", "f1"));
    Reply again = flow.take(topics.replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getOrder().getStatus()).isEqualTo("pending_payment");
    flow.expectNothingElse();
  }

  @Test
  void theSameCommandIdWithAnotherPayloadIsRefused() {
    pendingPayment();
    ask(place("cmd_1", "f2"));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void C6_twoTabsThatWaitForTheSameStockAreBothAnswered() {
    ask(place("cmd_1", "f1"));
    List<StockCommand> reserves = flow.takeAll(topics.stockCommands());
    ask(place("cmd_2", "f1"));
    assertThat(eventTypes()).containsExactly("orderPlaced");
    flow.expectNothingElse();
    reserves.forEach(reserve -> orders.answer(reserve, true));
    assertThat(flow.takeAll(topics.replies()))
        .extracting(Reply::getCommandId)
        .containsExactly("cmd_1", "cmd_2");
  }

  @Test
  void everyMissingSkuIsNamed() {
    ask(place("cmd_1", "f1"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> orders.answer(reserve, false));
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getRefusal()).isEqualTo("out_of_stock");
    assertThat(reply.getProblems())
        .extracting(
            problem ->
                problem.getPointer() + " " + problem.getRequested() + "/" + problem.getAvailable())
        .containsExactly("SKU-1 2/1", "SKU-2 1/1");
    assertThat(eventTypes())
        .containsExactly("orderPlaced", "lineStockRefused", "lineStockRefused", "orderRejected");
    flow.expectNothingElse();
  }

  @Test
  void C8_anOverdueCheckoutIsRejectedBySweepAndAnswered() {
    ask(place("cmd_1", "f1"));
    flow.takeAll(topics.stockCommands());
    flow.after(Duration.ofSeconds(11));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("stock_timeout");
    assertThat(flow.takeAll(topics.stockCommands()))
        .hasSize(2)
        .allMatch(one -> one.getRelease() != null);
    assertThat(eventTypes()).containsExactly("orderPlaced", "orderRejected");
    flow.after(Duration.ofMinutes(2)).expectNothingElse();
  }

  @Test
  void aQuoteThatPricingDidNotSignIsRefused() {
    OrderCommand command = place("cmd_1", "f1");
    Quote forged = Quote.newBuilder(command.getPlace().getQuote()).setSignature("00").build();
    PlaceOrder place = PlaceOrder.newBuilder(command.getPlace()).setQuote(forged).build();
    ask(OrderCommand.newBuilder(command).setPlace(place).build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("quote_signature_invalid");
    flow.expectNothingElse();
  }

  @Test
  void aCommandWithoutARequestIsRefusedAsMalformed() {
    ask(orders.command("cmd_1", CART).build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");
    flow.expectNothingElse();
  }

  @Test
  void aCancelledCheckoutGivesStockAndMoneyBack() {
    pendingPayment();
    var cancel = new CancelOrder("changed my mind");
    ask(orders.command("cmd_2", CART).setCancel(cancel).build());
    assertThat(flow.take(topics.replies()).getOrder().getStatus()).isEqualTo("cancelled");
    assertThat(flow.takeAll(topics.stockCommands()))
        .hasSize(2)
        .allMatch(one -> one.getRelease() != null);
    PaymentRequest voiding = flow.take(topics.paymentRequests());
    assertThat(voiding.getOperation()).isEqualTo(PaymentOperation.VOID);
    assertThat(voiding.getAuthorizationRequestId()).isEqualTo(ORDER_ID + ":authorize:1");
    assertThat(eventTypes()).containsExactly("orderCancelled");
    flow.expectNothingElse();
  }

  @Test
  void aLineThatWasSoldFromOtherWarehousesThanItWasHeldAtGoesBackToThose() {
    List<StockCommand> commits = confirmed();
    orders.answerSold(commits.getFirst(), new Allocation("wh_east", 1), new Allocation("wh_b", 1));
    // What says nothing of warehouses, as before they were named, means those of the hold.
    orders.answerSold(commits.getLast());

    assertThat(Objects.requireNonNull(orders.stored(ORDER_ID)).getLines())
        .extracting(LineState::getAllocations)
        .containsExactly(
            List.of(new Allocation("wh_east", 1), new Allocation("wh_b", 1)),
            List.of(new Allocation("wh_main", 1)));
    ask(orders.command("cmd_2", CART).setCancel(new CancelOrder("changed my mind")).build());
    assertThat(flow.takeAll(topics.stockCommands()))
        .extracting(StockCommand::getSku, one -> one.getMove().getWarehouseId())
        .containsExactly(
            tuple("SKU-1", "wh_east"), tuple("SKU-1", "wh_b"), tuple("SKU-2", "wh_main"));
  }

  @Test
  void aCancelledOrderGivesBackToWhereItsLateSaleWasServedFrom() {
    List<StockCommand> commits = confirmed();
    orders.answerSold(commits.getLast());
    ask(orders.command("cmd_2", CART).setCancel(new CancelOrder("changed my mind")).build());
    flow.takeAll(topics.stockCommands());

    orders.answerSold(commits.getFirst(), new Allocation("wh_east", 2));

    assertThat(flow.takeAll(topics.stockCommands()))
        .singleElement()
        .satisfies(
            back -> {
              assertThat(back.getMove().getWarehouseId()).isEqualTo("wh_east");
              assertThat(back.getMove().getQuantity()).isEqualTo(2);
            });
  }

  @Test
  void anOrderThatWaitsShowsWhatHasYetToComeAndHearsOfIt() {
    ask(orders.placeToWait("cmd_1", CART).build());
    List<StockCommand> reserves = flow.takeAll(topics.stockCommands());
    assertThat(reserves).allMatch(one -> one.getReserve().getBackorderAllowed());
    StockCommand first = reserves.getFirst();
    orders.tell(first, ReservationOperation.RESERVE, 1, new Allocation("wh_main", 1));
    orders.tell(reserves.getLast(), ReservationOperation.RESERVE, 1);
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    orders.tell(first, ReservationOperation.COMMIT, 1, new Allocation("wh_main", 1));
    orders.tell(reserves.getLast(), ReservationOperation.COMMIT, 1);
    OrderState stored = Objects.requireNonNull(orders.stored(ORDER_ID));
    assertThat(stored.getOrder().getStatus()).isEqualTo("confirmed");
    assertThat(stored.getOrder().getLines())
        .allSatisfy(
            line -> {
              assertThat(line.getStockStatus()).isEqualTo("backordered");
              assertThat(line.getBackordered()).isEqualTo(1);
              assertThat(line.getPromisedAt()).isEqualTo(OrdersFlow.PROMISED);
            });
    assertThat(OrderStateAvro.stored(OrderStateAvro.order(stored), List.of())).isEqualTo(stored);
    flow.takeAll(topics.stockCommands());
    eventTypes();

    orders.tell(first, ReservationOperation.FILL, 0, new Allocation("wh_main", 2));
    orders.tell(first, ReservationOperation.FILL, 0, new Allocation("wh_main", 2));

    assertThat(eventTypes()).containsExactly("lineBackorderFilled", "shipmentPlanned");
    assertThat(Objects.requireNonNull(orders.stored(ORDER_ID)).getOrder().getLines())
        .extracting(OrderLine::getStockStatus, OrderLine::getBackordered)
        .containsExactly(tuple("committed", 0), tuple("backordered", 1));

    ask(orders.command("cmd_2", CART).setCancel(new CancelOrder("changed my mind")).build());
    List<StockCommand> undone = flow.takeAll(topics.stockCommands());
    assertThat(undone.getFirst().getMove().getQuantity()).isEqualTo(2);
    assertThat(undone.getLast().getWithdraw().getReservationId())
        .isEqualTo(reserves.getLast().getReserve().getReservationId());
    assertThat(undone.getLast().getWithdraw().getResultKey()).isEqualTo(ORDER_ID);
    orders.tell(reserves.getLast(), ReservationOperation.WITHDRAW, 0);
    assertThat(eventTypes()).containsExactly("orderCancelled", "lineBackorderWithdrawn");
    assertThat(flow.takeAll(topics.stockCommands())).isEmpty();
  }

  /** The sales that a confirmed order asks for. */
  private List<StockCommand> confirmed() {
    ask(place("cmd_1", "f1"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    return flow.takeAll(topics.stockCommands());
  }

  @Test
  void anOrderThatNeedsAttentionIsCounted() {
    ask(place("cmd_1", "f1"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    eventTypes();
    assertThat(flow.counted("needing-attention-total")).isZero();

    orders.answer(orders.paymentRequest(), PaymentOutcome.UNRESOLVED);

    assertThat(eventTypes()).contains("orderNeedsAttention");
    assertThat(flow.counted("needing-attention-total")).isEqualTo(1);
  }

  @Test
  void theTopologyKeepsItsNames() {
    Golden.verifyTopology(
        OrdersTopology.build(OrdersFlow.CONFIG, new Topics(new InMemoryRegistry(), 4)));
  }

  private void pendingPayment() {
    ask(place("cmd_1", "f1"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> orders.answer(reserve, true));
    flow.takeAll(topics.replies());
    flow.takeAll(topics.paymentRequests());
    eventTypes();
  }

  private List<String> eventTypes() {
    return flow.takeAll(topics.orderEvents()).stream().map(OrderEvent::getType).toList();
  }

  private void ask(OrderCommand command) {
    orders.ask(command);
  }

  private OrderCommand place(String commandId, String fingerprint) {
    return orders.place(commandId, CART).setFingerprint(fingerprint).build();
  }
}
