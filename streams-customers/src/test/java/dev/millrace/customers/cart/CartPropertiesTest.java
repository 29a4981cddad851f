package dev.millrace.customers.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.customers.cart.CartCommand.AddItem;
import dev.millrace.customers.cart.CartCommand.ChangeQuantity;
import dev.millrace.customers.cart.CartCommand.CompleteCheckout;
import dev.millrace.customers.cart.CartCommand.OrderedItem;
import dev.millrace.customers.cart.CartCommand.RemoveItem;
import dev.millrace.kit.decide.Decision;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cart next to a plain map of units: whatever happens, they hold the same. */
class CartPropertiesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CART = "crt_1";
  private static final String OWNER = "cus_1";
  private static final int SKUS = 130;

  /** What a shopper, or the order, does next. */
  sealed interface Step {
    record Add(int sku, int quantity) implements Step {}

    record Change(int sku, int quantity) implements Step {}

    record Remove(int sku) implements Step {}

    /** An order is placed: it remembers the lines and the generation. */
    record Place() implements Step {}

    /** One of the placed orders is confirmed, perhaps again. */
    record Confirm(int order) implements Step {}
  }

  private record Placed(String orderId, long generation, Map<String, Integer> units) {}

  private static final class Model {
    private Cart cart = Cart.untouched(CART);
    private Cart replayed = Cart.untouched(CART);
    private final Map<String, Integer> units = new HashMap<>();
    private final List<Placed> placed = new ArrayList<>();
    private long generation;

    void apply(Step step) {
      switch (step) {
        case Step.Add(var sku, var quantity) -> add(lineId(sku), sku, quantity);
        case Step.Change(var sku, var quantity) -> {
          if (decide(new ChangeQuantity(lineId(sku), quantity))) {
            units.put(lineId(sku), quantity);
          }
        }
        case Step.Remove(var sku) -> {
          if (decide(new RemoveItem(lineId(sku)))) {
            units.remove(lineId(sku));
          }
        }
        case Step.Place() -> place();
        case Step.Confirm(var order) -> {
          if (!placed.isEmpty()) {
            confirm(placed.get(order % placed.size()));
          }
        }
      }
    }

    private void add(String lineId, int sku, int quantity) {
      if (decide(new AddItem("SKU-" + sku, "sel_a", quantity))) {
        units.merge(lineId, quantity, Integer::sum);
      }
    }

    /** Two checkouts of one generation are one order, as its id says. */
    private void place() {
      String orderId = "ord_" + generation;
      if (placed.stream().noneMatch(order -> order.orderId().equals(orderId))) {
        placed.add(new Placed(orderId, generation, Map.copyOf(units)));
      }
    }

    private void confirm(Placed order) {
      boolean accepted =
          decide(
              new CompleteCheckout(
                  order.orderId(),
                  order.generation(),
                  "cmd_" + order.orderId(),
                  order.units().entrySet().stream()
                      .map(line -> new OrderedItem(line.getKey(), line.getValue()))
                      .toList()));
      assertThat(accepted).as("a confirmed order is never refused").isTrue();
      if (order.generation() == generation) {
        generation++;
        order
            .units()
            .forEach(
                (lineId, ordered) ->
                    units.computeIfPresent(
                        lineId, (id, units) -> units > ordered ? units - ordered : null));
      }
    }

    private boolean decide(CartCommand command) {
      return switch (CartDecider.decide(cart, command, OWNER, null)) {
        case Decision.Accepted<CartEvent, CartRejection>(var events) -> {
          for (CartEvent event : events) {
            cart = cart.evolve(event, OWNER, NOW);
            replayed = replayed.evolve(event, OWNER, NOW);
          }
          yield true;
        }
        case Decision.Rejected<CartEvent, CartRejection>(var reason) -> false;
      };
    }
  }

  @Test
  void C7_noLineIsEverLostAndNoneOrderedTwice() {
    long steps =
        new SeededRun<>(
                Model::new,
                CartPropertiesTest::step,
                Model::apply,
                List.of(
                    holds("CartHoldsWhatTheMapHolds", m -> units(m.cart).equals(m.units)),
                    holds(
                        "GenerationCountsConfirmedOrders",
                        m -> m.cart.generation() == m.generation),
                    holds("LinesAreBounded", m -> m.cart.lines().size() <= Cart.LINES_MAX),
                    holds(
                        "QuantitiesAreBounded",
                        m ->
                            m.cart.lines().stream()
                                .allMatch(
                                    line ->
                                        line.quantity() >= 1
                                            && line.quantity() <= Cart.LINE_QUANTITY_MAX)),
                    holds("ReplayEqualsLive", m -> m.replayed.equals(m.cart))))
            .run(1, 60, 400);

    assertThat(steps).isPositive();
  }

  private static Invariant<Model> holds(String name, java.util.function.Predicate<Model> property) {
    return Invariant.of(
        name,
        model ->
            property.test(model)
                ? Optional.empty()
                : Optional.of(model.cart + " but expected " + model.units));
  }

  private static Map<String, Integer> units(Cart cart) {
    return cart.lines().stream().collect(Collectors.toMap(CartLine::lineId, CartLine::quantity));
  }

  private static String lineId(int sku) {
    return CartLine.idOf(CART, "SKU-" + sku, "sel_a");
  }

  private static Step step(Random random) {
    int sku = random.nextInt(SKUS);
    int kind = random.nextInt(100);
    if (kind < 70) {
      return new Step.Add(sku, random.nextInt(20) == 0 ? 9_990 : random.nextInt(6));
    }
    if (kind < 80) {
      return new Step.Change(sku, random.nextInt(20) == 0 ? 10_001 : random.nextInt(9));
    }
    if (kind < 90) {
      return new Step.Remove(sku);
    }
    return kind < 95 ? new Step.Place() : new Step.Confirm(random.nextInt(50));
  }
}
