package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulation.Checkout.Delivery;
import dev.millrace.simulation.Checkout.Scene;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.testkit.SeededRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every delivery of a checkout, and every two of them. {@code millrace.pairs} bounds
 * how many pairs run; of other checkouts {@code millrace.drawn} pairs each are drawn.
 */
class EveryFaultTest {

  private static final int PAIRS_MAX = Integer.getInteger("millrace.pairs", 20_000);

  private static final int DRAWN_PAIRS = Integer.getInteger("millrace.drawn", 60);
  private static final long SEED = Long.getLong(SeededRun.SEED, 1);

  /** Worlds grow with every order; a new one now and then keeps the steps quick. */
  private static final int ORDERS_IN_A_WORLD_MAX = 300;

  private static final Want OTHER = new Want(Checkout.OTHER_SKU, 1);

  /** One of them is there. */
  private static final Want PROMISED = new Want(Checkout.PROMISED, 3);

  private static final Scene PAID = new Scene("paid", "pm_card_visa", OTHER, List.of());

  private static final List<Scene> OTHERS =
      List.of(
          new Scene("declined", "pm_card_chargeDeclined", OTHER, List.of()),
          new Scene(
              "confirmed at the bank",
              "pm_card_authenticationRequired",
              OTHER,
              List.of(Checkout::confirmPayment)),
          new Scene("unknown at first", "pm_timeout", OTHER, List.of()),
          new Scene("flaky", "pm_flaky", OTHER, List.of()),
          new Scene("out of stock", "pm_card_visa", new Want(Checkout.SOLD_OUT, 1), List.of()),
          new Scene(
              "returned in part, then cancelled",
              "pm_card_visa",
              OTHER,
              List.of(Checkout::returnOneOfTheFirst, Checkout::cancel)),
          new Scene(
              "waited for",
              "pm_card_visa",
              PROMISED,
              List.of(Checkout::receiveOne, Checkout::receiveOne)),
          new Scene(
              "waited for in part, then cancelled",
              "pm_card_visa",
              PROMISED,
              List.of(Checkout::receiveOne, Checkout::cancelWhileOneComes)));

  private final List<String> broken = new ArrayList<>();
  private World world = new World();
  private Shop shop = opened(world);
  private long steps;
  private int cases;

  @Test
  void everyFaultAndEveryTwoFaultsOfACheckoutKeepThePromises() {
    int pairs = 0;
    List<Fault> singles = faultsFrom(0, run(PAID, List.of()));
    for (Fault first : singles) {
      for (Fault second : faultsFrom(first.at(), run(PAID, List.of(first)))) {
        if (pairs < PAIRS_MAX) {
          run(PAID, List.of(first, second));
          pairs++;
        }
      }
    }
    report("%d single faults and %d pairs".formatted(singles.size(), pairs));
  }

  @Test
  void everyFaultAndSomePairsOfOtherCheckoutsKeepThePromises() {
    var chance = new Random(SEED);
    System.out.println("Pairs are drawn with seed " + SEED);
    for (Scene scene : OTHERS) {
      List<Fault> singles = faultsFrom(0, run(scene, List.of()));
      for (Fault fault : singles) {
        run(scene, List.of(fault));
      }
      for (int i = 0; i < DRAWN_PAIRS; i++) {
        Fault first = singles.get(chance.nextInt(singles.size()));
        List<Fault> seconds = faultsFrom(first.at(), run(scene, List.of(first)));
        run(scene, List.of(first, seconds.get(chance.nextInt(seconds.size()))));
      }
    }
    report("%d other kinds of checkouts".formatted(OTHERS.size()));
  }

  private void report(String what) {
    System.out.printf("%s: %,d checkouts, %,d steps%n", what, cases, steps + world.steps());
    world.close();
    assertThat(broken).isEmpty();
  }

  private List<Delivery> run(Scene scene, List<Fault> faults) {
    if (cases % ORDERS_IN_A_WORLD_MAX == ORDERS_IN_A_WORLD_MAX - 1) {
      steps += world.steps();
      openAnew();
    }
    var checkout = new Checkout(world, shop, scene, "cus_" + cases, faults);
    cases++;
    Optional<String> how = checkout.run();
    how.ifPresent(
        text -> {
          broken.add("%s with %s: %s".formatted(scene, faults, text));
          // What one order has broken must not be blamed on the next.
          openAnew();
        });
    return checkout.deliveries();
  }

  private static List<Fault> faultsFrom(int from, List<Delivery> deliveries) {
    List<Fault> faults = new ArrayList<>();
    for (int at = from; at < deliveries.size(); at++) {
      Delivery delivery = deliveries.get(at);
      for (Fault.Kind kind : Fault.Kind.of(delivery.isPayment(), delivery.isCommand())) {
        faults.add(new Fault(at, kind));
      }
    }
    return faults;
  }

  private void openAnew() {
    world.close();
    world = new World();
    shop = opened(world);
  }

  private static Shop opened(World world) {
    var shop = new Shop(world);
    shop.receive(Checkout.SKU, 1_000_000);
    shop.receive(Checkout.OTHER_SKU, 1_000_000);
    world.drain();
    return shop;
  }
}
