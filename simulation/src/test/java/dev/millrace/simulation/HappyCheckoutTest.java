package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HappyCheckoutTest {

  @Test
  void anOrderIsPaidAndItsUnitsAreSold() {
    try (var world = new World()) {
      var shop = new Shop(world);
      shop.receive("SKU-1", 10);
      shop.receive("SKU-2", 10);
      world.drain();
      var shopper = new Shopper(world, "cus_1");

      String orderId =
          shopper.place(
              List.of(new Shopper.Want("SKU-1", 2), new Shopper.Want("SKU-2", 1)),
              "pm_card_visa",
              false);
      world.drain();

      OrderBook order = world.books().order(orderId).orElseThrow();
      assertThat(order.status()).isEqualTo("confirmed");
      assertThat(order.keptMinor()).isEqualTo(order.totalMaxMinor());
      assertThat(world.books().stock("SKU-1").orElseThrow().away()).isEqualTo(2);
      assertThat(world.books().generation(shopper.cartId())).isEqualTo(1);
      assertThat(Promises.always(world.books())).isEmpty();
      assertThat(Promises.atRest(world.books())).isEmpty();
      assertThat(Promises.atTheEnd(world.books())).isEmpty();
      System.out.printf("A checkout took %d steps%n", world.steps());
    }
  }
}
