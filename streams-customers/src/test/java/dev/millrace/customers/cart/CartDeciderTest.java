package dev.millrace.customers.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.customers.cart.CartCommand.AddItem;
import dev.millrace.customers.cart.CartCommand.ChangeQuantity;
import dev.millrace.customers.cart.CartCommand.CompleteCheckout;
import dev.millrace.customers.cart.CartCommand.OrderedItem;
import dev.millrace.customers.cart.CartCommand.RemoveItem;
import dev.millrace.customers.cart.CartEvent.CartLineRemoved;
import dev.millrace.customers.cart.CartEvent.CartLineSet;
import dev.millrace.customers.cart.CartEvent.CheckoutCompleted;
import dev.millrace.kit.decide.Decision;
import dev.millrace.testkit.DeciderSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CartDeciderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CART = "crt_1";
  private static final String OWNER = "cus_1";
  private static final CartLine SHIRTS = line("SHIRT", 2);
  private static final CartLine SOCKS = line("SOCKS", 5);

  private final DeciderSpec<Cart, CartCommand, CartEvent, CartRejection> spec =
      new DeciderSpec<>(
          Cart.untouched(CART),
          (cart, command, now) -> CartDecider.decide(cart, command, OWNER, null),
          (cart, event) -> cart.evolve(event, OWNER, NOW));

  @Test
  void addsALineToAnUntouchedCart() {
    Cart cart =
        spec.given()
            .when(new AddItem("SHIRT", "sel_a", 2), NOW)
            .events(new CartLineSet(SHIRTS))
            .state();

    assertThat(cart.customerId()).isEqualTo(OWNER);
    assertThat(cart.version()).isEqualTo(1);
    assertThat(cart.generation()).isZero();
  }

  @Test
  void C7_unitsAddedFromTwoTabsJoinTheLineAndBothSurvive() {
    spec.given(new CartLineSet(SHIRTS))
        .when(new AddItem("SHIRT", "sel_a", 3), NOW)
        .events(new CartLineSet(line("SHIRT", 5)));
  }

  @Test
  void C7_twoTabsAddingInEitherOrderEndUpWithTheSameLines() {
    Cart shirtFirst =
        spec.given(new CartLineSet(SHIRTS), new CartLineSet(SOCKS))
            .when(new AddItem("SHIRT", "sel_a", 1), NOW)
            .state();
    Cart socksFirst =
        spec.given(new CartLineSet(SOCKS), new CartLineSet(line("SHIRT", 1)))
            .when(new AddItem("SHIRT", "sel_a", 2), NOW)
            .state();

    assertThat(shirtFirst.lines()).containsExactlyInAnyOrderElementsOf(socksFirst.lines());
  }

  @Test
  void theSameSkuOfAnotherSellerIsAnotherLine() {
    Cart cart =
        spec.given(new CartLineSet(SHIRTS)).when(new AddItem("SHIRT", "sel_b", 1), NOW).state();

    assertThat(cart.lines()).hasSize(2);
  }

  @Test
  void changesAndRemovesALine() {
    spec.given(new CartLineSet(SHIRTS), new CartLineSet(SOCKS))
        .when(new ChangeQuantity(SHIRTS.lineId(), 9), NOW)
        .events(new CartLineSet(line("SHIRT", 9)));
    Cart left =
        spec.given(new CartLineSet(SHIRTS), new CartLineSet(SOCKS))
            .when(new RemoveItem(SHIRTS.lineId()), NOW)
            .events(new CartLineRemoved(SHIRTS.lineId()))
            .state();

    assertThat(left.lines()).containsExactly(SOCKS);
  }

  @Test
  void settingTheQuantityThatStandsIsNoFact() {
    spec.given(new CartLineSet(SHIRTS))
        .when(new ChangeQuantity(SHIRTS.lineId(), 2), NOW)
        .nothingHappens();
  }

  @Test
  void aCompletedCheckoutTakesWhatWasOrderedAndBeginsTheNextGeneration() {
    Cart cart =
        spec.given(new CartLineSet(SHIRTS), new CartLineSet(SOCKS))
            .when(checkout("ord_1", 0, SHIRTS, SOCKS), NOW)
            .events(new CheckoutCompleted("ord_1", 1, "cmd_ord_1", List.of()))
            .state();

    assertThat(cart.generation()).isEqualTo(1);
    assertThat(cart.pastCheckouts()).containsExactly(new PastCheckout("cmd_ord_1", "ord_1", NOW));
  }

  @Test
  void C7_whatIsAddedWhileTheOrderIsUnderWayStays() {
    Cart cart =
        spec.given(
                new CartLineSet(SHIRTS), new CartLineSet(line("SHIRT", 3)), new CartLineSet(SOCKS))
            .when(checkout("ord_1", 0, SHIRTS), NOW)
            .state();

    assertThat(cart.lines()).containsExactly(line("SHIRT", 1), SOCKS);
  }

  @Test
  void whatWasTakenOutWhileTheOrderWasUnderWayDoesNotComeBack() {
    Cart cart =
        spec.given(new CartLineSet(line("SHIRT", 1)))
            .when(checkout("ord_1", 0, SHIRTS, SOCKS), NOW)
            .state();

    assertThat(cart.lines()).isEmpty();
  }

  @Test
  void C6_theSameOrderTwiceTakesItsUnitsOnce() {
    var first = new CheckoutCompleted("ord_1", 1, "cmd_ord_1", List.of(SHIRTS));

    spec.given(new CartLineSet(line("SHIRT", 4)), first)
        .when(checkout("ord_1", 0, SHIRTS), NOW)
        .nothingHappens();
    spec.given(new CartLineSet(line("SHIRT", 4)), first)
        .when(checkout("ord_1", 1, SHIRTS), NOW)
        .nothingHappens();
  }

  @Test
  void C6_anOrderOfAnEarlierGenerationTakesNothing() {
    spec.given(new CartLineSet(SHIRTS), new CheckoutCompleted("ord_1", 1, "cmd_1", List.of(SHIRTS)))
        .when(checkout("ord_other", 0, SHIRTS), NOW)
        .nothingHappens();
  }

  @Test
  void remembersOnlyTheLatestCheckouts() {
    CartEvent[] history =
        IntStream.rangeClosed(1, Cart.PAST_CHECKOUTS_MAX + 3)
            .mapToObj(i -> new CheckoutCompleted("ord_" + i, i, "cmd_" + i, List.of()))
            .toArray(CartEvent[]::new);

    Cart cart = spec.given(history).when(new AddItem("SHIRT", "sel_a", 1), NOW).state();

    assertThat(cart.pastCheckouts()).hasSize(Cart.PAST_CHECKOUTS_MAX);
    assertThat(cart.pastCheckouts().getFirst().orderId()).isEqualTo("ord_4");
    assertThat(cart.pastCheckouts().getLast().orderId())
        .isEqualTo("ord_" + (Cart.PAST_CHECKOUTS_MAX + 3));
  }

  @Test
  void aFullCartTakesNoNewLineButMoreOfWhatItHolds() {
    CartEvent[] full =
        IntStream.range(0, Cart.LINES_MAX)
            .mapToObj(i -> new CartLineSet(line("SKU-" + i, 1)))
            .toArray(CartEvent[]::new);

    spec.given(full)
        .when(new AddItem("ONE-MORE", "sel_a", 1), NOW)
        .refused(CartRejection.CART_FULL);
    spec.given(full)
        .when(new AddItem("SKU-7", "sel_a", 1), NOW)
        .events(new CartLineSet(line("SKU-7", 2)));
  }

  @Test
  void somebodyElsesCartIsRefusedWhateverIsAsked() {
    Cart cart = Cart.untouched(CART).evolve(new CartLineSet(SHIRTS), OWNER, NOW);
    CartCommand[] commands = {
      new AddItem("SHIRT", "sel_a", 1),
      new ChangeQuantity(SHIRTS.lineId(), 1),
      new RemoveItem(SHIRTS.lineId()),
      checkout("ord_1", 0, SHIRTS)
    };

    for (CartCommand command : commands) {
      assertThat(CartDecider.decide(cart, command, "cus_2", null))
          .isEqualTo(Decision.reject(CartRejection.NOT_CART_OWNER));
    }
  }

  @Test
  void C20_versionsMatterOnlyToThoseWhoNameOne() {
    Cart cart = Cart.untouched(CART).evolve(new CartLineSet(SHIRTS), OWNER, NOW);
    var add = new AddItem("SOCKS", "sel_a", 5);

    assertThat(CartDecider.decide(cart, add, OWNER, null))
        .isEqualTo(Decision.accept(new CartLineSet(SOCKS)));
    assertThat(CartDecider.decide(cart, add, OWNER, 1L))
        .isEqualTo(Decision.accept(new CartLineSet(SOCKS)));
    assertThat(CartDecider.decide(cart, add, OWNER, 0L))
        .isEqualTo(Decision.reject(CartRejection.VERSION_CONFLICT));
  }

  @Test
  void noVersionStopsAConfirmedOrder() {
    Cart cart = Cart.untouched(CART).evolve(new CartLineSet(SHIRTS), OWNER, NOW);

    assertThat(CartDecider.decide(cart, checkout("ord_1", 0, SHIRTS), OWNER, 77L))
        .isInstanceOf(Decision.Accepted.class);
  }

  static Stream<Arguments> table() {
    CartEvent[] untouched = {};
    CartEvent[] filled = {new CartLineSet(SHIRTS)};
    CartEvent[] ordered = {
      new CartLineSet(SHIRTS), new CheckoutCompleted("ord_1", 1, "cmd_ord_1", List.of())
    };
    return Stream.of(
        row(untouched, new AddItem("SHIRT", "sel_a", 0), "QUANTITY_TOO_SMALL"),
        row(untouched, new AddItem("SHIRT", "sel_a", Integer.MIN_VALUE), "QUANTITY_TOO_SMALL"),
        row(untouched, new AddItem("SHIRT", "sel_a", 10_000), "1 event"),
        row(untouched, new AddItem("SHIRT", "sel_a", 10_001), "QUANTITY_TOO_LARGE"),
        row(filled, new AddItem("SHIRT", "sel_a", 9_999), "QUANTITY_TOO_LARGE"),
        row(filled, new AddItem("SHIRT", "sel_a", Integer.MAX_VALUE), "QUANTITY_TOO_LARGE"),
        row(ordered, new AddItem("SHIRT", "sel_a", 1), "1 event"),
        row(untouched, new ChangeQuantity(SHIRTS.lineId(), 1), "LINE_NOT_FOUND"),
        row(filled, new ChangeQuantity(SHIRTS.lineId(), 1), "1 event"),
        row(filled, new ChangeQuantity(SHIRTS.lineId(), 0), "QUANTITY_TOO_SMALL"),
        row(filled, new ChangeQuantity(SHIRTS.lineId(), 10_001), "QUANTITY_TOO_LARGE"),
        row(filled, new ChangeQuantity("lin_x", 10_001), "LINE_NOT_FOUND"),
        row(ordered, new ChangeQuantity(SHIRTS.lineId(), 1), "LINE_NOT_FOUND"),
        row(untouched, new RemoveItem(SHIRTS.lineId()), "LINE_NOT_FOUND"),
        row(filled, new RemoveItem(SHIRTS.lineId()), "1 event"),
        row(ordered, new RemoveItem(SHIRTS.lineId()), "LINE_NOT_FOUND"),
        row(untouched, checkout("ord_1", 0), "1 event"),
        row(untouched, checkout("ord_1", 1), "GENERATION_UNKNOWN"),
        row(filled, checkout("ord_1", 0, SHIRTS), "1 event"),
        row(filled, checkout("ord_1", 1, SHIRTS), "GENERATION_UNKNOWN"),
        row(ordered, checkout("ord_1", 0, SHIRTS), "0 events"),
        row(ordered, checkout("ord_2", 0, SHIRTS), "0 events"),
        row(ordered, checkout("ord_2", 1), "1 event"),
        row(ordered, checkout("ord_2", 2), "GENERATION_UNKNOWN"));
  }

  @ParameterizedTest(name = "{1} -> {2}")
  @MethodSource("table")
  void everyStateAndCommandHasItsOutcome(
      List<CartEvent> history, CartCommand command, String expected) {
    Cart cart = Cart.untouched(CART);
    for (CartEvent event : history) {
      cart = cart.evolve(event, OWNER, NOW);
    }

    String outcome =
        switch (CartDecider.decide(cart, command, OWNER, null)) {
          case Decision.Accepted<CartEvent, CartRejection>(var events) ->
              events.size() == 1 ? "1 event" : events.size() + " events";
          case Decision.Rejected<CartEvent, CartRejection>(var reason) -> reason.name();
        };

    assertThat(outcome).isEqualTo(expected);
  }

  private static Arguments row(CartEvent[] history, CartCommand command, String expected) {
    return arguments(List.of(history), command, expected);
  }

  private static CartLine line(String sku, int quantity) {
    return new CartLine(CartLine.idOf(CART, sku, "sel_a"), sku, "sel_a", quantity);
  }

  private static CompleteCheckout checkout(String orderId, long generation, CartLine... lines) {
    return new CompleteCheckout(
        orderId,
        generation,
        "cmd_" + orderId,
        Stream.of(lines).map(line -> new OrderedItem(line.lineId(), line.quantity())).toList());
  }
}
