package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.orders.CancelLines;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.FraudFacts;
import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.RefundOrder;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnLine;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.orders.Tender;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A customer with one cart, who sends what edges send. */
final class Shopper {

  /** Something to buy. */
  record Want(String sku, int quantity) {}

  private static final Actor STAFF = new Actor(ActorRole.OPS, "ops");

  /** Where a return stands that can still go on. */
  private static final Set<String> OPEN =
      Set.of("requested", "approved", "label_sent", "in_transit", "received");

  /** Parcels get there. */
  static final String POSTAL_CODE = "12345";

  private final World world;
  private final String customerId;
  private final Address address;
  private final Set<String> orderIds = new LinkedHashSet<>();
  private int commands;
  private @Nullable OrderCommand latest;
  private @Nullable OrderCommand latestPlacement;

  Shopper(World world, String customerId) {
    this(world, customerId, POSTAL_CODE);
  }

  Shopper(World world, String customerId, String postalCode) {
    this.world = world;
    this.customerId = customerId;
    this.address = new Address("A. Buyer", "1 Road", null, "Town", null, postalCode, "US");
  }

  String customerId() {
    return customerId;
  }

  String cartId() {
    return Ids.cartOf(customerId);
  }

  /** The orders that were ever placed or tried, oldest first. */
  List<String> orderIds() {
    return List.copyOf(orderIds);
  }

  /**
   * Orders the cart as far as the shopper knows it.
   *
   * @param wouldWait whether units that are not there may be promised
   */
  String place(List<Want> wants, String paymentMethodId, boolean wouldWait) {
    return place(wants, paymentMethodId, wouldWait, null);
  }

  /** The same, with a means of payment that is known to be of some country. */
  String place(
      List<Want> wants, String paymentMethodId, boolean wouldWait, @Nullable String country) {
    return place(wants, paymentMethodId, wouldWait, country, false, null);
  }

  /**
   * The same.
   *
   * @param takesLess if there are too few of some units
   * @param tenders means of payment that are drawn on before
   */
  String place(
      List<Want> wants,
      String paymentMethodId,
      boolean wouldWait,
      @Nullable String country,
      boolean takesLess,
      @Nullable List<Tender> tenders) {
    Quote quote = quote(wants, world.books().generation(cartId()));
    return place(quote, paymentMethodId, wouldWait, country, takesLess, tenders);
  }

  /** Orders what pricing quoted. */
  String place(Quote quote) {
    return place(quote, "pm_card_visa", false, null, false, null);
  }

  private String place(
      Quote quote,
      String paymentMethodId,
      boolean wouldWait,
      @Nullable String country,
      boolean takesLess,
      @Nullable List<Tender> tenders) {
    String orderId = Ids.orderOf(cartId(), quote.getCartGeneration());
    orderIds.add(orderId);
    OrderCommand command =
        command(orderId)
            .setPlace(
                new PlaceOrder(
                    customerId,
                    quote,
                    address,
                    paymentMethodId,
                    null,
                    wouldWait,
                    country == null ? null : new FraudFacts(List.of(), country),
                    takesLess,
                    tenders,
                    null))
            .build();
    latestPlacement = command;
    send(command);
    return orderId;
  }

  /** An order that was placed otherwise, or may have been. */
  void alsoHas(String orderId) {
    orderIds.add(orderId);
  }

  /** Asks pricing what the cart costs; returns the quote's id. */
  String askPrice(List<Want> wants) {
    commands++;
    String quoteId = "quo_" + customerId + "_" + commands;
    List<QuoteRequestLine> lines = new ArrayList<>();
    for (Want want : wants) {
      lines.add(
          new QuoteRequestLine(
              "l" + (lines.size() + 1), want.sku(), Ids.PLATFORM_SELLER, want.quantity()));
    }
    String commandId = "cmd_" + quoteId;
    world.ask(
        world.topics().quoteCommands(),
        quoteId,
        QuoteCommand.newBuilder()
            .setCommandId(commandId)
            .setFingerprint("f_" + commandId)
            .setIssuedAt(world.now())
            .setActor(new Actor(ActorRole.SHOPPER, customerId))
            .setQuoteId(quoteId)
            .setRequestQuote(
                RequestQuote.newBuilder()
                    .setCustomerId(customerId)
                    .setCartId(cartId())
                    .setCartGeneration(world.books().generation(cartId()))
                    .setLines(lines)
                    .setCountry("US")
                    .setShippingOptionId("standard")
                    .build())
            .build(),
        commandId);
    return quoteId;
  }

  /** The latest request once more, as a client does that heard nothing. */
  void sendAgain() {
    if (latest != null) {
      send(latest);
    }
  }

  /** What was ordered last once more, from another tab. */
  void placeAgain() {
    if (latestPlacement != null) {
      send(command(latestPlacement.getOrderId()).setPlace(latestPlacement.getPlace()).build());
    }
  }

  void cancel(String orderId) {
    send(command(orderId).setCancel(new CancelOrder("changed my mind")).build());
  }

  void confirmPayment(String orderId) {
    send(command(orderId).setConfirmPayment(new ConfirmPayment(null)).build());
  }

  /** Sends units of one line back. */
  void returnItem(String orderId, String lineId, int quantity) {
    String returnId = "ret_" + customerId + "_" + commands;
    send(
        command(orderId)
            .setReturnItems(
                new ReturnItems(
                    returnId,
                    List.of(new ReturnedItem(lineId, quantity)),
                    "too small",
                    Shop.WAREHOUSE))
            .build());
  }

  /** Staff take every return of this customer that is under way one step on. */
  void moveReturns(Random chance) {
    for (String orderId : orderIds()) {
      openReturns(orderId).forEach(one -> moveReturn(orderId, one, chance));
    }
  }

  private List<OrderReturn> openReturns(String orderId) {
    return world.books().order(orderId).stream()
        .flatMap(book -> book.view().getReturns().stream())
        .filter(one -> OPEN.contains(one.getStatus()))
        .toList();
  }

  /** Every return of an order that is under way comes to this step, all units good as new. */
  void moveReturns(String orderId, ReturnStep step) {
    for (OrderReturn one : openReturns(orderId)) {
      List<ReturnFinding> findings = new ArrayList<>();
      for (ReturnLine line : one.getLines()) {
        int units = line.getQuantity();
        findings.add(new ReturnFinding(line.getLineId(), units, 0, 0, units, 0, 0L));
      }
      moveReturn(orderId, one, step, findings);
    }
  }

  /** Asks to send units of one line back. */
  void askReturn(String orderId, Random chance) {
    ReturnReason[] reasons = {ReturnReason.UNWANTED, ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM};
    String lineId = "l" + (1 + chance.nextInt(2));
    int quantity = 1 + chance.nextInt(2);
    var claim =
        new ReturnClaim(
            lineId,
            quantity,
            reasons[chance.nextInt(3)],
            chance.nextInt(2) == 0 ? theSame(orderId, lineId, quantity) : null);
    askReturn(orderId, claim);
  }

  /** Asks to send units of this line back, for no fault of theirs. */
  void askReturn(String orderId, String lineId, int units) {
    askReturn(orderId, new ReturnClaim(lineId, units, ReturnReason.UNWANTED, null));
  }

  private void askReturn(String orderId, ReturnClaim claim) {
    String returnId = "rma_" + customerId + "_" + commands;
    send(
        command(orderId)
            .setRequestReturn(new RequestReturn(returnId, List.of(claim), null, null, null))
            .build());
  }

  /** The same units once more. */
  private @Nullable WantedInstead theSame(String orderId, String lineId, int quantity) {
    return world.books().order(orderId).stream()
        .flatMap(book -> book.view().getLines().stream())
        .filter(line -> line.getLineId().equals(lineId))
        .map(line -> new WantedInstead(line.getSku(), quantity))
        .findFirst()
        .orElse(null);
  }

  /** Mostly the next step, now and then a way out of it, or one that it cannot take. */
  private void moveReturn(String orderId, OrderReturn one, Random chance) {
    ReturnStep next =
        switch (one.getStatus()) {
          case "requested" -> chance.nextInt(4) == 0 ? ReturnStep.REJECTED : ReturnStep.APPROVED;
          case "approved" -> chance.nextBoolean() ? ReturnStep.LABEL_SENT : ReturnStep.RECEIVED;
          case "label_sent" -> ReturnStep.IN_TRANSIT;
          case "in_transit" -> ReturnStep.RECEIVED;
          default -> ReturnStep.INSPECTED;
        };
    ReturnStep step = chance.nextInt(10) == 0 ? ReturnStep.CANCELLED : next;
    List<ReturnFinding> findings = new ArrayList<>();
    for (ReturnLine line : one.getLines()) {
      int damaged = chance.nextInt(3) == 0 ? 1 : 0;
      int missing = line.getQuantity() > damaged && chance.nextInt(4) == 0 ? 1 : 0;
      int resellable = line.getQuantity() - damaged - missing;
      findings.add(
          new ReturnFinding(
              line.getLineId(), resellable, damaged, missing, resellable + damaged, 0, 0L));
    }
    moveReturn(orderId, one, step, findings);
  }

  private void moveReturn(
      String orderId, OrderReturn one, ReturnStep step, List<ReturnFinding> findings) {
    send(
        command(orderId)
            .setActor(STAFF)
            .setMoveReturn(
                MoveReturn.newBuilder()
                    .setReturnId(one.getReturnId())
                    .setStep(step)
                    .setReason("looked into it")
                    .setCarrier("post")
                    .setWarehouseId(Shop.WAREHOUSE)
                    .setFindings(step == ReturnStep.INSPECTED ? findings : List.of())
                    .build())
            .build());
  }

  /** Staff give some money back. */
  void refund(String orderId, long amountMinor, String refundTo) {
    String refundId = "ref_" + customerId + "_" + commands;
    send(
        command(orderId)
            .setActor(STAFF)
            .setRefund(new RefundOrder(refundId, amountMinor, List.of(), "sorry", refundTo))
            .build());
  }

  /** Somebody who looked into an order gives it up. */
  void cancelAsStaff(String orderId) {
    send(
        command(orderId)
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setCancel(new CancelOrder("looked into it"))
            .build());
  }

  /**
   * The staff looks at an order: gives back the cash that is owed, books what is due, or takes
   * money that is promised.
   *
   * @param amountMinor null for all of it
   */
  void staffSettles(String orderId, @Nullable Long amountMinor) {
    world
        .books()
        .order(orderId)
        .ifPresent(
            book -> {
              OrderCash cash = book.view().getCash();
              if (cash == null) {
                capture(orderId, amountMinor);
              } else {
                cash(orderId, amountMinor, cash.getOwedMinor() > cash.getGivenBackMinor());
              }
            });
  }

  /** The staff takes promised money; null takes all that is left. */
  private void capture(String orderId, @Nullable Long amountMinor) {
    send(
        command(orderId)
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setCapturePayment(
                new CapturePayment("cap_" + customerId + "_" + commands, amountMinor, false))
            .build());
  }

  /** The staff books cash; null books all that is open. */
  private void cash(String orderId, @Nullable Long amountMinor, boolean givenBack) {
    send(
        command(orderId)
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setRecordCash(
                new RecordCash("rec_" + customerId + "_" + commands, amountMinor, givenBack))
            .build());
  }

  /** Gives up one unit of a line. */
  void cancelLine(String orderId, String lineId) {
    send(
        command(orderId)
            .setCancelLines(
                new CancelLines(
                    "can_" + customerId + "_" + commands,
                    List.of(new UnitsOfLine(lineId, 1)),
                    "one less"))
            .build());
  }

  /** Sends the order elsewhere. */
  void move(String orderId) {
    Address elsewhere = Address.newBuilder(address).setLine1(commands + " Road").build();
    send(
        command(orderId)
            .setEdit(
                new EditOrder(
                    "edt_" + customerId + "_" + commands,
                    elsewhere,
                    List.of(),
                    "moved",
                    false,
                    null))
            .build());
  }

  /** Changes the order so that it has only so many units of a line. */
  void wantLess(String orderId, String lineId, int units) {
    send(
        command(orderId)
            .setEdit(
                new EditOrder(
                    "edt_" + customerId + "_" + commands,
                    null,
                    List.of(new UnitsOfLine(lineId, units)),
                    "too many",
                    false,
                    null))
            .build());
  }

  /** The staff put an order on hold. */
  void hold(String orderId) {
    send(
        staff(orderId)
            .setPutOnHold(
                new PutOnHold("hld_" + customerId + "_" + commands, "address_check", null))
            .build());
  }

  /** The staff let an order go on. */
  void release(String orderId, String holdId) {
    send(staff(orderId).setReleaseHold(new ReleaseHold(holdId)).build());
  }

  /** The staff settle what needs a person. */
  void resolve(String orderId, String action) {
    send(
        staff(orderId).setResolveException(new ResolveException(action, "looked into it")).build());
  }

  private OrderCommand.Builder staff(String orderId) {
    return command(orderId).setActor(new Actor(ActorRole.OPS, "ops"));
  }

  void send(OrderCommand command) {
    latest = command;
    world.ask(
        world.topics().orderCommands(), command.getOrderId(), command, command.getCommandId());
  }

  OrderCommand.Builder command(String orderId) {
    commands++;
    String commandId = "cmd_" + customerId + "_" + commands;
    return OrderCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("f_" + commandId)
        .setIssuedAt(world.now())
        .setActor(new Actor(ActorRole.SHOPPER, customerId))
        .setOrderId(orderId);
  }

  private Quote quote(List<Want> wants, long generation) {
    return Prices.quote(world.now(), customerId, generation, commands, wants);
  }

  /** Of the shopper's orders, the latest that waits for the shopper at the bank or in an app. */
  Optional<String> orderToConfirm() {
    return orderIds.stream()
        .filter(
            id ->
                world
                    .books()
                    .order(id)
                    .map(book -> book.view().getPaymentStatus())
                    .filter(Set.of("requires_action", "pending")::contains)
                    .isPresent())
        .findFirst();
  }
}
