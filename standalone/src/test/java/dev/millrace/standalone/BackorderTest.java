package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.inventory.InventoryTopology;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersTopology;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.testkit.Flow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders and inventory together: what one writes is what the other reads. */
class BackorderTest {

  private static final Settings SETTINGS = new Settings(Map.of());
  private static final OrdersConfig ORDERS = OrdersConfig.from(SETTINGS);
  private static final String SKU = "SKU-1";
  private static final String ORDER_ID = Ids.orderOf("crt_1", 0);
  private static final Instant PROMISED = Flow.START.plus(Duration.ofDays(30));
  private static final long TOTAL_MINOR = 3_500;

  private final Flow orders = Flow.of(topics -> OrdersTopology.build(ORDERS, topics));
  private final Flow inventory =
      Flow.of(topics -> InventoryTopology.build(InventoryConfig.from(SETTINGS), topics));
  private final List<StockEvent> stockEvents = new ArrayList<>();
  private boolean isProviderThere = true;
  private int commands;

  @AfterEach
  void close() {
    orders.close();
    inventory.close();
  }

  @Test
  void threeAreBoughtWithOneOnHandAndTheOthersComeInTwoSteps() {
    sellOneAndPromise(5);
    place(true);
    assertThat(order().getStatus()).isEqualTo("confirmed");
    assertThat(order().getCapturedMinor()).isEqualTo(TOTAL_MINOR);
    assertLine("backordered", 2);
    assertThat(line().getPromisedAt()).isEqualTo(PROMISED);

    receive(1);
    assertLine("backordered", 1);
    StockCommand received = receive(4);
    assertLine("committed", 0);
    assertThat(line().getPromisedAt()).isNull();
    long version = order().getVersion();
    send(received);
    assertThat(order().getVersion()).as("heard once").isEqualTo(version);
    assertThat(onHand()).isEqualTo(3);
    assertBooksAreRight();
  }

  @Test
  void whoWouldNotWaitGetsNothing() {
    sellOneAndPromise(5);
    place(false);
    assertThat(order().getStatus()).isEqualTo("rejected");
    assertThat(order().getReason()).isEqualTo("out_of_stock");
    assertThat(onHand()).isEqualTo(1);
  }

  @Test
  void aCancelledOrderGivesBackWhatCameAndNothingMoreComesForIt() {
    sellOneAndPromise(5);
    place(true);
    receive(1);
    send(orderCommand().setCancel(new CancelOrder("changed my mind")).build());
    assertLine("returned", 0);
    assertThat(order().getRefundedMinor()).isEqualTo(TOTAL_MINOR);
    assertThat(onHand()).isEqualTo(2);

    receive(5);
    assertThat(onHand()).isEqualTo(7);
    assertThat(stock().getSellers().getFirst().getOwed()).isZero();
    assertLine("returned", 0);
    assertBooksAreRight();
  }

  @Test
  void anOrderThatIsNotPaidInTimeWaitsForNothing() {
    sellOneAndPromise(5);
    isProviderThere = false;
    place(true);
    assertThat(order().getStatus()).isEqualTo("pending_payment");
    assertLine("held", 2);
    orders.after(Duration.ofSeconds(61));
    settle();
    assertThat(order().getStatus()).isEqualTo("rejected");
    assertLine("released", 0);
    receive(5);
    assertThat(onHand()).isEqualTo(6);
    assertThat(stock().getSellers().getFirst().getBackordered()).isZero();
    assertThat(stock().getLevels().getFirst().getReserved()).isZero();
    assertBooksAreRight();
  }

  private void sellOneAndPromise(int units) {
    SalesTerms terms =
        SalesTerms.newBuilder()
            .setSellerId(Ids.PLATFORM_SELLER)
            .setBackorderMax(units)
            .setPromisedAt(PROMISED)
            .build();
    send(stockCommand().setSetTerms(new SetSalesTerms(terms, null)).build());
    receive(1);
  }

  private StockCommand receive(int units) {
    StockCommand command =
        stockCommand()
            .setMove(
                MoveStock.newBuilder()
                    .setMovementType(MovementType.RECEIVE)
                    .setSellerId(Ids.PLATFORM_SELLER)
                    .setWarehouseId("wh_main")
                    .setQuantity(units)
                    .setMovementId("mov_" + commands)
                    .build())
            .build();
    send(command);
    return command;
  }

  private void place(boolean mayWait) {
    var address = new Address("A. Buyer", "1 Road", null, "Town", null, "12345", "US");
    send(
        orderCommand()
            .setPlace(
                new PlaceOrder(
                    "cus_1",
                    quote(),
                    address,
                    "pm_card_visa",
                    null,
                    mayWait,
                    null,
                    false,
                    null,
                    null))
            .build());
  }

  private void send(StockCommand command) {
    inventory.send(inventory.topics().stockCommands(), SKU, command);
    settle();
  }

  private void send(OrderCommand command) {
    orders.send(orders.topics().orderCommands(), ORDER_ID, command);
    settle();
  }

  /** Carries records between the two until both have nothing more to say. */
  private void settle() {
    boolean isQuiet = false;
    while (!isQuiet) {
      List<StockCommand> asked = orders.takeAll(orders.topics().stockCommands());
      asked.forEach(one -> inventory.send(inventory.topics().stockCommands(), one.getSku(), one));
      List<ReservationResult> told = inventory.takeAll(inventory.topics().reservationResults());
      told.forEach(
          one -> orders.send(orders.topics().reservationResults(), one.getResultKey(), one));
      List<PaymentRequest> requests = orders.takeAll(orders.topics().paymentRequests());
      if (isProviderThere) {
        requests.forEach(this::pay);
      }
      isQuiet = asked.isEmpty() && told.isEmpty() && requests.isEmpty();
    }
    stockEvents.addAll(inventory.takeAll(inventory.topics().stockEvents()));
  }

  private void pay(PaymentRequest request) {
    orders.send(
        orders.topics().paymentResults(),
        request.getOrderId(),
        new PaymentResult(
            request.getRequestId(),
            request.getOrderId(),
            request.getOperation(),
            PaymentOutcome.SUCCEEDED,
            request.getAmount(),
            "ref",
            null,
            null,
            orders.now()));
  }

  private void assertLine(String status, int backordered) {
    assertThat(line().getStockStatus()).isEqualTo(status);
    assertThat(line().getBackordered()).isEqualTo(backordered);
  }

  /** The events alone lead to the stock, and holds explain all that is held, owed and promised. */
  private void assertBooksAreRight() {
    assertThat(InventoryLedger.books(SKU, stockEvents).differences()).isEmpty();
    assertThat(InventoryLedger.fold(SKU, stockEvents)).isEqualTo(stock());
  }

  private Order order() {
    return orders.<String, OrderState>store("order-state").get(ORDER_ID).getOrder();
  }

  private OrderLine line() {
    return order().getLines().getFirst();
  }

  private Stock stock() {
    return inventory.<String, Stock>store("stock-state").get(SKU);
  }

  private int onHand() {
    return stock().getLevels().getFirst().getOnHand();
  }

  private StockCommand.Builder stockCommand() {
    commands++;
    return StockCommand.newBuilder()
        .setCommandId("cmd_" + commands)
        .setFingerprint("f_" + commands)
        .setIssuedAt(inventory.now())
        .setActor(new Actor(ActorRole.OPS, "test"))
        .setSku(SKU);
  }

  private OrderCommand.Builder orderCommand() {
    commands++;
    return OrderCommand.newBuilder()
        .setCommandId("cmd_" + commands)
        .setFingerprint("f_" + commands)
        .setIssuedAt(orders.now())
        .setActor(new Actor(ActorRole.SHOPPER, "cus_1"))
        .setOrderId(ORDER_ID);
  }

  private static Quote quote() {
    var line =
        new QuoteLine(
            "l1",
            SKU,
            Ids.PLATFORM_SELLER,
            3,
            1_000L,
            3_000L,
            0L,
            0L,
            3_000L,
            List.of(new AppliedRule("offer-" + SKU, 1L, 3_000L, "Price")));
    var quote =
        new Quote(
            "quo_1",
            "cus_1",
            "crt_1",
            0L,
            "USD",
            List.of(line),
            "standard",
            500L,
            0L,
            List.of(),
            3_000L,
            0L,
            0L,
            TOTAL_MINOR,
            "HALF_UP",
            "LINE",
            "US",
            null,
            Flow.START,
            Flow.START.plus(Duration.ofDays(1)),
            "",
            null);
    byte[] secret = ORDERS.quoteSecret().getBytes(StandardCharsets.UTF_8);
    return Quote.newBuilder(quote).setSignature(QuoteSignature.sign(quote, secret)).build();
  }
}
