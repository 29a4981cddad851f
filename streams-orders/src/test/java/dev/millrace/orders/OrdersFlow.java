package dev.millrace.orders;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.FraudFacts;
import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.RefundOrder;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.Tender;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.testkit.Flow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders in a test: requests as edges send them, answers as inventory and gateways give them. */
final class OrdersFlow implements AutoCloseable {

  static final OrdersConfig CONFIG = config("ON_CONFIRMATION");

  /** The same, but money is taken by hand. */
  static final OrdersConfig BY_HAND = config("MANUAL");

  static final Actor STAFF = new Actor(ActorRole.OPS, "ops");
  static final Actor SHOPPER = new Actor(ActorRole.SHOPPER, "cus_1");

  /** When units that are not there are expected. */
  static final Instant PROMISED = Flow.START.plus(Duration.ofDays(30));

  /** Two lines of 2 and 1 units, with shipping. */
  static final long TOTAL_MINOR = 3_000;

  private final Flow flow;

  OrdersFlow() {
    this(CONFIG);
  }

  OrdersFlow(OrdersConfig config) {
    flow = Flow.of(topics -> OrdersTopology.build(config, topics));
  }

  private static OrdersConfig config(String capture) {
    return OrdersConfig.from(
        new Settings(
            Map.of(
                "MILLRACE_ORDERS_CAPTURE", capture,
                "MILLRACE_ORDERS_FRAUD_COUNTRY", "true",
                "MILLRACE_ORDERS_RETURN_APPROVAL", "STAFF",
                "MILLRACE_ORDERS_RETURN_ARRIVES_WITHIN", "20s",
                "MILLRACE_ORDERS_RETURN_RESTOCKING_FEE", "1500")));
  }

  Flow flow() {
    return flow;
  }

  static String orderOf(String cartId) {
    return Ids.orderOf(cartId, 0);
  }

  void ask(OrderCommand.Builder command) {
    ask(command.build());
  }

  void ask(OrderCommand command) {
    flow.ask(flow.topics().orderCommands(), command.getOrderId(), command);
  }

  /** A request without content about the order of a cart. */
  OrderCommand.Builder command(String commandId, String cartId) {
    return OrderCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("f_" + commandId)
        .setIssuedAt(flow.now())
        .setActor(SHOPPER)
        .setOrderId(orderOf(cartId));
  }

  OrderCommand.Builder place(String commandId, String cartId) {
    return command(commandId, cartId)
        .setPlace(
            new PlaceOrder(
                "cus_1",
                quote(cartId),
                new Address("A. Buyer", "1 Road", null, "Town", null, "12345", "US"),
                "pm_card_visa",
                TOTAL_MINOR,
                false,
                null,
                false,
                null,
                null));
  }

  @Nullable OrderState stored(String orderId) {
    return flow.<String, OrderState>store(OrdersStores.ORDER_STATE).get(orderId);
  }

  /** What orders ask of the inventory, since the last look. */
  List<StockCommand> stockCommands() {
    return flow.takeAll(flow.topics().stockCommands());
  }

  /** The one payment request since the last look. */
  PaymentRequest paymentRequest() {
    return flow.take(flow.topics().paymentRequests());
  }

  /** A customer's wish to send units of a line back. */
  OrderCommand.Builder askReturn(
      String commandId, String cartId, String returnId, ReturnReason reason, int quantity) {
    return command(commandId, cartId)
        .setRequestReturn(
            new RequestReturn(
                returnId,
                List.of(new ReturnClaim("l1", quantity, reason, null)),
                "please",
                null,
                null));
  }

  /** A customer's wish to have the same units of the first line once more. */
  OrderCommand.Builder askExchange(
      String commandId, String cartId, String returnId, ReturnReason reason, int quantity) {
    return command(commandId, cartId)
        .setRequestReturn(
            new RequestReturn(
                returnId,
                List.of(
                    new ReturnClaim("l1", quantity, reason, new WantedInstead("SKU-1", quantity))),
                null,
                null,
                null));
  }

  /** A step of a return, with all that any step needs. */
  OrderCommand.Builder move(
      String commandId, String cartId, String returnId, ReturnStep step, ReturnFinding... found) {
    return command(commandId, cartId)
        .setActor(STAFF)
        .setMoveReturn(
            MoveReturn.newBuilder()
                .setReturnId(returnId)
                .setStep(step)
                .setReason("looked into it")
                .setCarrier("post")
                .setTrackingNumber("P-1")
                .setWarehouseId("wh_main")
                .setFindings(List.of(found))
                .build());
  }

  /** Money back without anything that comes back for it. */
  OrderCommand.Builder refund(
      String commandId, String cartId, String refundId, @Nullable Long amountMinor) {
    return refund(commandId, cartId, refundId, amountMinor, "original");
  }

  /** The same to where it is wanted. */
  OrderCommand.Builder refund(
      String commandId,
      String cartId,
      String refundId,
      @Nullable Long amountMinor,
      String refundTo) {
    return command(commandId, cartId)
        .setActor(STAFF)
        .setRefund(new RefundOrder(refundId, amountMinor, List.of(), "sorry", refundTo));
  }

  /** Holds or sells what the command asks for, or refuses. */
  void answer(StockCommand command, boolean done) {
    ReserveStock reserve = command.getReserve();
    CommitReservation commit = command.getCommit();
    if (reserve != null) {
      answer(
          command,
          reserve.getResultKey(),
          reserve.getReservationId(),
          ReservationOperation.RESERVE,
          done ? null : "insufficient_stock",
          reserve.getQuantity(),
          done ? List.of(new Allocation("wh_main", reserve.getQuantity())) : List.of());
    } else {
      answer(
          command,
          commit.getResultKey(),
          commit.getReservationId(),
          ReservationOperation.COMMIT,
          done ? null : "reservation_expired",
          0,
          List.of());
    }
  }

  /** Says of the hold that the command asked for what has become of it. */
  void tell(
      StockCommand asked, ReservationOperation operation, int missing, Allocation... allocations) {
    flow.send(
        flow.topics().reservationResults(),
        asked.getReserve().getResultKey(),
        ReservationResult.newBuilder()
            .setResultKey(asked.getReserve().getResultKey())
            .setSku(asked.getSku())
            .setSellerId(Ids.PLATFORM_SELLER)
            .setReservationId(asked.getReserve().getReservationId())
            .setOperation(operation)
            .setDone(true)
            .setRequested(asked.getReserve().getQuantity())
            .setAvailable(0)
            .setExpiresAt(flow.now().plusMillis(asked.getReserve().getHoldMs()))
            .setAllocations(List.of(allocations))
            .setBackordered(missing)
            .setPromisedAt(missing == 0 ? null : PROMISED)
            .setAt(flow.now())
            .build());
  }

  /** A checkout whose shopper would wait. */
  OrderCommand.Builder placeToWait(String commandId, String cartId) {
    OrderCommand.Builder command = place(commandId, cartId);
    return command.setPlace(
        PlaceOrder.newBuilder(command.getPlace()).setBackorderAllowed(true).build());
  }

  /** A checkout whose shopper takes less if there is less. */
  OrderCommand.Builder placePartial(String commandId, String cartId) {
    OrderCommand.Builder command = place(commandId, cartId);
    return command.setPlace(
        PlaceOrder.newBuilder(command.getPlace()).setPartialAllowed(true).build());
  }

  /** A checkout that draws on a gift card and on store credit. */
  OrderCommand.Builder placeWithCredit(String commandId, String cartId) {
    OrderCommand.Builder command = place(commandId, cartId);
    return command.setPlace(
        PlaceOrder.newBuilder(command.getPlace())
            .setTenders(
                List.of(
                    new Tender(AccountKind.GIFT_CARD, "gft_1", null),
                    new Tender(
                        AccountKind.STORE_CREDIT, Ids.storeCreditOf("cus_1", "USD"), 1_000L)))
            .build());
  }

  /** What orders ask of accounts, since the last look. */
  List<AccountCommand> accountCommands() {
    return flow.takeAll(flow.topics().accountCommands());
  }

  /** A checkout that the fraud check wants a person to look at. */
  OrderCommand.Builder placeSuspiciously(String commandId, String cartId) {
    OrderCommand.Builder command = place(commandId, cartId);
    return command.setPlace(
        PlaceOrder.newBuilder(command.getPlace())
            .setFraudFacts(new FraudFacts(List.of(), "FR"))
            .build());
  }

  /** Sells what the command asks for from these warehouses. */
  void answerSold(StockCommand command, Allocation... from) {
    CommitReservation commit = command.getCommit();
    answer(
        command,
        commit.getResultKey(),
        commit.getReservationId(),
        ReservationOperation.COMMIT,
        null,
        0,
        List.of(from));
  }

  private void answer(
      StockCommand command,
      String resultKey,
      String reservationId,
      ReservationOperation operation,
      @Nullable String refusal,
      int quantity,
      List<Allocation> allocations) {
    boolean held = refusal == null && operation == ReservationOperation.RESERVE;
    flow.send(
        flow.topics().reservationResults(),
        resultKey,
        new ReservationResult(
            resultKey,
            command.getSku(),
            Ids.PLATFORM_SELLER,
            reservationId,
            operation,
            refusal == null,
            refusal,
            quantity,
            1,
            held ? flow.now().plusMillis(command.getReserve().getHoldMs()) : null,
            allocations,
            0,
            null,
            flow.now()));
  }

  void answer(PaymentRequest request, PaymentOutcome outcome) {
    flow.send(
        flow.topics().paymentResults(),
        request.getOrderId(),
        new PaymentResult(
            request.getRequestId(),
            request.getOrderId(),
            request.getOperation(),
            outcome,
            request.getAmount(),
            "ref",
            outcome == PaymentOutcome.DECLINED ? "card_declined" : null,
            outcome == PaymentOutcome.ACTION_REQUIRED ? "https://bank.example/act" : null,
            flow.now()));
  }

  /** The one carrier request since the last look. */
  CarrierRequest carrierRequest() {
    return flow.take(flow.topics().carrierRequests());
  }

  void answer(CarrierRequest request, boolean done) {
    flow.send(
        flow.topics().carrierResults(),
        request.getOrderId(),
        CarrierResult.newBuilder()
            .setRequestId(request.getRequestId())
            .setOrderId(request.getOrderId())
            .setShipmentId(request.getShipmentId())
            .setOperation(request.getOperation())
            .setOutcome(done ? CarrierOutcome.SUCCEEDED : CarrierOutcome.REFUSED)
            .setCarrier(done ? "sandbox" : null)
            .setService(done ? "ground" : null)
            .setTrackingNumber(done ? "SBX-1" : null)
            .setCostMinor(done ? 700L : 0L)
            .setCurrency(done ? "USD" : null)
            .setEta(done ? PROMISED : null)
            .setLabel(done ? ByteBuffer.wrap(new byte[] {1, 2, 3}) : null)
            .setCode(done ? null : "address_unknown")
            .setAt(flow.now())
            .build());
  }

  /** A carrier says that this happened to a shipment, one after the other. */
  void track(String cartId, String shipmentId, String... statuses) {
    List<ParcelFact> facts = new ArrayList<>();
    for (String status : statuses) {
      facts.add(
          new ParcelFact(
              shipmentId + ":" + status,
              status,
              Flow.START.plusSeconds(60L * facts.size()),
              "somewhere"));
    }
    flow.send(
        flow.topics().carrierResults(),
        orderOf(cartId),
        CarrierResult.newBuilder()
            .setRequestId("track")
            .setOrderId(orderOf(cartId))
            .setShipmentId(shipmentId)
            .setOperation(CarrierOperation.TRACK)
            .setOutcome(CarrierOutcome.SUCCEEDED)
            .setFacts(facts)
            .setAt(flow.now())
            .build());
  }

  private static Quote quote(String cartId) {
    Quote quote =
        new Quote(
            "quo_1",
            "cus_1",
            cartId,
            0L,
            "USD",
            List.of(line("l1", "SKU-1", 2, 1_000), line("l2", "SKU-2", 1, 500)),
            "standard",
            500L,
            0L,
            List.of(new AppliedRule("shipping-standard", 1L, 500L, "Standard shipping")),
            2_500L,
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
    byte[] secret = CONFIG.quoteSecret().getBytes(StandardCharsets.UTF_8);
    return Quote.newBuilder(quote).setSignature(QuoteSignature.sign(quote, secret)).build();
  }

  private static QuoteLine line(String lineId, String sku, int quantity, long priceMinor) {
    long totalMinor = quantity * priceMinor;
    return new QuoteLine(
        lineId,
        sku,
        Ids.PLATFORM_SELLER,
        quantity,
        priceMinor,
        totalMinor,
        0L,
        0L,
        totalMinor,
        List.of(new AppliedRule("offer-" + sku, 1L, totalMinor, "Price")));
  }

  @Override
  public void close() {
    flow.close();
  }
}
