package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.simulation.Checkout.Delivery;
import dev.millrace.simulation.Checkout.Scene;
import dev.millrace.simulation.Shopper.Want;
import dev.millrace.testkit.SeededRun;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every delivery of a checkout, and every two of them. {@code millrace.pairs} bounds
 * how many pairs run; of other checkouts {@code millrace.drawn} pairs each are drawn.
 */
class EveryFaultTest {

  private static final int PAIRS_MAX = Integer.getInteger("millrace.pairs", 20_000);

  private static final int DRAWN_PAIRS = Integer.getInteger("millrace.drawn", 60);
  private static final long SEED = Long.getLong(SeededRun.SEED, 1);

  private static final Want OTHER = new Want(Checkout.OTHER_SKU, 1);

  /** One of them is there. */
  private static final Want PROMISED = new Want(Checkout.PROMISED, 3);

  /** As many as a bucket has, and more than any bucket has. */
  private static final Want FROM_A_BUCKET = new Want(Checkout.HOT, 2);

  private static final Want FROM_ALL_BUCKETS = new Want(Checkout.HOT, 8);

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
          new Scene("from a bucket", "pm_card_visa", FROM_A_BUCKET, List.of(Checkout::cancel)),
          new Scene(
              "from all buckets, then cancelled and merged",
              "pm_card_visa",
              FROM_ALL_BUCKETS,
              List.of(Checkout::cancelWhileBucketsAreMerged)),
          new Scene(
              "waited for in part, then cancelled",
              "pm_card_visa",
              PROMISED,
              List.of(Checkout::receiveOne, Checkout::cancelWhileOneComes)));

  private final FaultRuns runs = new FaultRuns(Capture.ON_CONFIRMATION);

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void everyFaultAndEveryTwoFaultsOfACheckoutKeepThePromises() {
    int pairs = 0;
    List<Fault> singles = FaultRuns.faultsFrom(0, runs.run(PAID, List.of()).deliveries());
    for (Fault first : singles) {
      List<Delivery> deliveries = runs.run(PAID, List.of(first)).deliveries();
      for (Fault second : FaultRuns.faultsFrom(first.at(), deliveries)) {
        if (pairs < PAIRS_MAX) {
          runs.run(PAID, List.of(first, second));
          pairs++;
        }
      }
    }
    expectKept("%d single faults and %d pairs".formatted(singles.size(), pairs));
  }

  @Test
  void everyFaultAndSomePairsOfOtherCheckoutsKeepThePromises() {
    var chance = new Random(SEED);
    System.out.println("Pairs are drawn with seed " + SEED);
    for (Scene scene : OTHERS) {
      runs.everyFaultAndSomePairs(scene, DRAWN_PAIRS, chance);
    }
    expectKept("%d other kinds of checkouts".formatted(OTHERS.size()));
  }

  private void expectKept(String what) {
    System.out.printf("%s: %s%n", what, runs.extent());
    assertThat(runs.broken()).isEmpty();
  }
}
