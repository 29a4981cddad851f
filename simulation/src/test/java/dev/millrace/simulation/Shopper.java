package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.orders.CancelLines;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.FraudFacts;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnReason;
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

  /** Parcels get there. */
  static final String POSTAL_CODE = "12345";

  private final World world;
  private final String customerId;
  private final Requests requests;
  private final Staff staff;
  private final Address address;
  private final Set<String> orderIds = new LinkedHashSet<>();
  private @Nullable OrderCommand latestPlacement;

  Shopper(World world, String customerId) {
    this(world, customerId, POSTAL_CODE);
  }

  Shopper(World world, String customerId, String postalCode) {
    this.world = world;
    this.customerId = customerId;
    this.requests = new Requests(world, new Actor(ActorRole.SHOPPER, customerId));
    this.staff = new Staff(world, requests, this::orderIds);
    this.address = new Address("A. Buyer", "1 Road", null, "Town", null, postalCode, "US");
  }

  /** Those who see to the shopper's orders. */
  Staff staff() {
    return staff;
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
        requests
            .of(orderId)
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
                    tenders))
            .build();
    latestPlacement = command;
    requests.send(command);
    return orderId;
  }

  /** Asks pricing what the cart costs; returns the quote's id. */
  String askPrice(List<Want> wants) {
    String quoteId = requests.nextId("quo");
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
    requests.sendAgain();
  }

  /** What was ordered last once more, from another tab. */
  void placeAgain() {
    if (latestPlacement != null) {
      requests.send(
          requests.of(latestPlacement.getOrderId()).setPlace(latestPlacement.getPlace()).build());
    }
  }

  void cancel(String orderId) {
    requests.send(requests.of(orderId).setCancel(new CancelOrder("changed my mind")).build());
  }

  void confirmPayment(String orderId) {
    requests.send(requests.of(orderId).setConfirmPayment(new ConfirmPayment(null)).build());
  }

  /** Sends units of one line back. */
  void returnItem(String orderId, String lineId, int quantity) {
    String returnId = requests.id("ret");
    requests.send(
        requests
            .of(orderId)
            .setReturnItems(
                new ReturnItems(
                    returnId,
                    List.of(new ReturnedItem(lineId, quantity)),
                    "too small",
                    Shop.WAREHOUSE))
            .build());
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
    String returnId = requests.id("rma");
    requests.send(
        requests
            .of(orderId)
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

  /** Gives up one unit of a line. */
  void cancelLine(String orderId, String lineId) {
    requests.send(
        requests
            .of(orderId)
            .setCancelLines(
                new CancelLines(
                    requests.id("can"), List.of(new UnitsOfLine(lineId, 1)), "one less"))
            .build());
  }

  /** Sends the order elsewhere. */
  void move(String orderId) {
    Address elsewhere = Address.newBuilder(address).setLine1(requests.count() + " Road").build();
    requests.send(
        requests
            .of(orderId)
            .setEdit(new EditOrder(requests.id("edt"), elsewhere, List.of(), "moved", false))
            .build());
  }

  /** Changes the order so that it has only so many units of a line. */
  void wantLess(String orderId, String lineId, int units) {
    requests.send(
        requests
            .of(orderId)
            .setEdit(
                new EditOrder(
                    requests.id("edt"),
                    null,
                    List.of(new UnitsOfLine(lineId, units)),
                    "too many",
                    false))
            .build());
  }

  private Quote quote(List<Want> wants, long generation) {
    return Prices.quote(world.now(), customerId, generation, requests.count(), wants);
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
