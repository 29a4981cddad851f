package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTopologyTest {

  private static final OrdersConfig CONFIG = OrdersConfig.from(new Settings(Map.of()));
  private static final String ORDER_ID = Ids.orderOf("crt_1", 0);
  private static final Actor SHOPPER = new Actor(ActorRole.SHOPPER, "cus_1");

  private final Flow flow = Flow.of(topics -> OrdersTopology.build(CONFIG, topics));
  private final Topics topics = flow.topics();

  @AfterEach
  void closeFlow() {
    flow.close();
  }

  @Test
  void aCheckoutIsAnsweredWhenItsStockIsHeldAndConfirmedWhenItIsPaid() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    List<StockCommand> reserves = flow.takeAll(topics.stockCommands());
    assertThat(reserves).extracting(StockCommand::getSku).containsExactly("SKU-1", "SKU-2");
    assertThat(reserves)
        .extracting(StockCommand::getReserve)
        .allMatch(hold -> "cus_1".equals(hold.getCustomerId()))
        .allMatch(hold -> hold.getDestination().getCountry().equals("US"))
        .noneMatch(hold -> hold.getReplaceable() || hold.getBackorderAllowed());
    assertThat(eventTypes()).containsExactly("OrderPlaced");
    flow.expectNothingElse();

    reserves.forEach(reserve -> answer(reserve, true));
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getCommandId()).isEqualTo("cmd_1");
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getOrder().getStatus()).isEqualTo("pending_payment");
    assertThat(eventTypes()).containsExactly("LineStockHeld", "LineStockHeld", "PaymentRequested");

    PaymentRequest authorize = flow.take(topics.paymentRequests());
    assertThat(authorize.getAmount().getMinorUnits()).isEqualTo(3_000);
    answer(authorize, PaymentOutcome.SUCCEEDED);
    assertThat(eventTypes()).containsExactly("PaymentAuthorized", "OrderConfirmed");
    assertThat(flow.takeAll(topics.stockCommands()))
        .allMatch(one -> one.getCommit() != null && one.getCommit().getEvenIfExpired());
    assertThat(flow.take(topics.paymentRequests()).getOperation())
        .isEqualTo(PaymentOperation.CAPTURE);
    CartCommand cart = flow.take(topics.cartCommands());
    assertThat(cart.getCartId()).isEqualTo("crt_1");
    assertThat(cart.getCompleteCheckout().getCheckoutCommandId()).isEqualTo("cmd_1");
    flow.expectNothingElse();
    OrderState stored = flow.<String, OrderState>store(OrdersStores.ORDER_STATE).get(ORDER_ID);
    assertThat(stored.getOrder().getStatus()).isEqualTo("confirmed");
    assertThat(OrderStateAvro.stored(OrderStateAvro.order(stored), List.of())).isEqualTo(stored);
  }

  @Test
  void theSameCommandGetsTheSameAnswerAndDoesNothing() {
    pendingPayment();
    ask(place("cmd_1", "f1", "pm_card_visa"));
    Reply again = flow.take(topics.replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getOrder().getStatus()).isEqualTo("pending_payment");
    flow.expectNothingElse();
  }

  @Test
  void theSameCommandIdWithAnotherPayloadIsRefused() {
    pendingPayment();
    ask(place("cmd_1", "f2", "pm_card_visa"));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void C6_twoTabsThatWaitForTheSameStockAreBothAnswered() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    List<StockCommand> reserves = flow.takeAll(topics.stockCommands());
    ask(place("cmd_2", "f1", "pm_card_visa"));
    assertThat(eventTypes()).containsExactly("OrderPlaced");
    flow.expectNothingElse();
    reserves.forEach(reserve -> answer(reserve, true));
    assertThat(flow.takeAll(topics.replies()))
        .extracting(Reply::getCommandId)
        .containsExactly("cmd_1", "cmd_2");
  }

  @Test
  void everyMissingSkuIsNamed() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> answer(reserve, false));
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getRefusal()).isEqualTo("out_of_stock");
    assertThat(reply.getProblems())
        .extracting(
            problem ->
                problem.getPointer() + " " + problem.getRequested() + "/" + problem.getAvailable())
        .containsExactly("SKU-1 2/1", "SKU-2 1/1");
    assertThat(eventTypes())
        .containsExactly("OrderPlaced", "LineStockRefused", "LineStockRefused", "OrderRejected");
    flow.expectNothingElse();
  }

  @Test
  void C8_anOverdueCheckoutIsRejectedBySweepAndAnswered() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    flow.takeAll(topics.stockCommands());
    flow.after(Duration.ofSeconds(11));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("stock_timeout");
    assertThat(flow.takeAll(topics.stockCommands()))
        .hasSize(2)
        .allMatch(one -> one.getRelease() != null);
    assertThat(eventTypes()).containsExactly("OrderPlaced", "OrderRejected");
    flow.after(Duration.ofMinutes(2)).expectNothingElse();
  }

  @Test
  void aQuoteThatPricingDidNotSignIsRefused() {
    OrderCommand command = place("cmd_1", "f1", "pm_card_visa");
    Quote forged = Quote.newBuilder(command.getPlace().getQuote()).setSignature("00").build();
    PlaceOrder place = PlaceOrder.newBuilder(command.getPlace()).setQuote(forged).build();
    ask(OrderCommand.newBuilder(command).setPlace(place).build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("quote_signature_invalid");
    flow.expectNothingElse();
  }

  @Test
  void aCommandWithoutARequestIsRefusedAsMalformed() {
    ask(command("cmd_1", "f1", null, null));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");
    flow.expectNothingElse();
  }

  @Test
  void aCancelledCheckoutGivesStockAndMoneyBack() {
    pendingPayment();
    ask(command("cmd_2", "f3", null, new CancelOrder("changed my mind")));
    assertThat(flow.take(topics.replies()).getOrder().getStatus()).isEqualTo("cancelled");
    assertThat(flow.takeAll(topics.stockCommands()))
        .hasSize(2)
        .allMatch(one -> one.getRelease() != null);
    PaymentRequest voiding = flow.take(topics.paymentRequests());
    assertThat(voiding.getOperation()).isEqualTo(PaymentOperation.VOID);
    assertThat(voiding.getAuthorizationRequestId()).isEqualTo(ORDER_ID + ":authorize:1");
    assertThat(eventTypes()).containsExactly("OrderCancelled");
    flow.expectNothingElse();
  }

  @Test
  void anOrderThatNeedsAttentionIsCounted() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> answer(reserve, true));
    answer(flow.take(topics.paymentRequests()), PaymentOutcome.SUCCEEDED);
    eventTypes();
    assertThat(flow.counted("needing-attention-total")).isZero();

    answer(flow.take(topics.paymentRequests()), PaymentOutcome.UNRESOLVED);

    assertThat(eventTypes()).contains("OrderNeedsAttention");
    assertThat(flow.counted("needing-attention-total")).isEqualTo(1);
  }

  @Test
  void theTopologyKeepsItsNames() {
    Golden.verifyTopology(OrdersTopology.build(CONFIG, new Topics(new InMemoryRegistry(), 4)));
  }

  private void pendingPayment() {
    ask(place("cmd_1", "f1", "pm_card_visa"));
    flow.takeAll(topics.stockCommands()).forEach(reserve -> answer(reserve, true));
    flow.takeAll(topics.replies());
    flow.takeAll(topics.paymentRequests());
    eventTypes();
  }

  private List<String> eventTypes() {
    return flow.takeAll(topics.orderEvents()).stream().map(OrderEvent::getType).toList();
  }

  private void ask(OrderCommand command) {
    flow.ask(topics.orderCommands(), ORDER_ID, command);
  }

  private OrderCommand place(String commandId, String fingerprint, String paymentMethodId) {
    return command(
        commandId,
        fingerprint,
        new PlaceOrder(
            "cus_1",
            quote(),
            new Address("A. Buyer", "1 Road", null, "Town", null, "12345", "US"),
            paymentMethodId,
            3_000L),
        null);
  }

  private OrderCommand command(
      String commandId,
      String fingerprint,
      @Nullable PlaceOrder place,
      @Nullable CancelOrder cancel) {
    return new OrderCommand(
        commandId, fingerprint, flow.now(), SHOPPER, ORDER_ID, place, cancel, null, null);
  }

  private static Quote quote() {
    Quote quote =
        new Quote(
            "quo_1",
            "cus_1",
            "crt_1",
            0L,
            "USD",
            List.of(
                new QuoteLine(
                    "l1", "SKU-1", "sel_platform", 2, 1000L, 2000L, 0L, 0L, 2000L, List.of()),
                new QuoteLine(
                    "l2", "SKU-2", "sel_platform", 1, 500L, 500L, 0L, 0L, 500L, List.of())),
            "standard",
            500L,
            0L,
            List.of(),
            2500L,
            0L,
            0L,
            3000L,
            "HALF_UP",
            "LINE",
            "US",
            null,
            Flow.START,
            Flow.START.plus(Duration.ofDays(1)),
            "");
    return Quote.newBuilder(quote)
        .setSignature(
            QuoteSignature.sign(quote, CONFIG.quoteSecret().getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private void answer(StockCommand command, boolean done) {
    var reserve = command.getReserve();
    flow.send(
        topics.reservationResults(),
        reserve.getResultKey(),
        new ReservationResult(
            reserve.getResultKey(),
            command.getSku(),
            reserve.getSellerId(),
            reserve.getReservationId(),
            ReservationOperation.RESERVE,
            done,
            done ? null : "insufficient_stock",
            reserve.getQuantity(),
            1,
            done ? flow.now().plusMillis(reserve.getHoldMs()) : null,
            done ? List.of(new Allocation("wh_main", reserve.getQuantity())) : List.of(),
            0,
            null,
            flow.now()));
  }

  private void answer(PaymentRequest request, PaymentOutcome outcome) {
    flow.send(
        topics.paymentResults(),
        request.getOrderId(),
        new PaymentResult(
            request.getRequestId(),
            request.getOrderId(),
            request.getOperation(),
            outcome,
            request.getAmount(),
            "ref",
            null,
            null,
            flow.now()));
  }
}
