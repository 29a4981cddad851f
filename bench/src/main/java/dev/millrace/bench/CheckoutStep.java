package dev.millrace.bench;

import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.load.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * One load of checkouts: at a fixed rate, and then, if there are carts for it, as many as are
 * carried.
 *
 * @param name under which it is reported
 * @param lines of every cart
 * @param schedule of the fixed rate
 * @param sustainedCarts for the capacity run; 0 for none
 */
record CheckoutStep(
    Scenario scenario, String name, int lines, Schedule schedule, int sustainedCarts) {

  /** What a shopper buys, a usual cart, and a big one. */
  static final List<Integer> LINES = List.of(1, Buyer.LINES, 9);

  /** What has been warmed already needs no more than this. */
  static final int LATER_WARM_UP_SECONDS_MAX = 10;

  /** All that are asked for, in the order in which they run. */
  static List<CheckoutStep> allOf(Settings settings) {
    List<CheckoutStep> steps = new ArrayList<>();
    if (settings.measures(Scenario.CHECKOUT)) {
      steps.add(usual(Scenario.CHECKOUT, settings, settings.carts()));
    }
    if (settings.measures(Scenario.CHECKOUT_LINES)) {
      for (int lines : LINES) {
        steps.add(
            new CheckoutStep(
                Scenario.CHECKOUT_LINES,
                nameOfLines(lines),
                lines,
                settings.checkoutSchedule(),
                settings.carts()));
      }
    }
    if (settings.measures(Scenario.CHECKOUT_RISING)) {
      addRising(settings, steps);
    }
    if (settings.measures(Scenario.CHECKOUT_HOPS)) {
      steps.add(usual(Scenario.CHECKOUT_HOPS, settings, 0));
    }
    return steps;
  }

  /** The report's name of the carts with so many lines. */
  static String nameOfLines(int lines) {
    return Scenario.CHECKOUT_LINES.code() + "-" + lines;
  }

  /** The report's name of a rising load's step. */
  static String nameOfRate(int perSecond) {
    return Scenario.CHECKOUT_RISING.code() + "-" + perSecond;
  }

  /** All carts: those of the fixed rate and those of the capacity run. */
  int carts() {
    return cartsAtRate() + sustainedCarts;
  }

  int cartsAtRate() {
    return Math.toIntExact(schedule.requests());
  }

  private static CheckoutStep usual(Scenario scenario, Settings settings, int sustainedCarts) {
    return new CheckoutStep(
        scenario, scenario.code(), Buyer.LINES, settings.checkoutSchedule(), sustainedCarts);
  }

  private static void addRising(Settings settings, List<CheckoutStep> steps) {
    int warmUpSeconds = settings.warmUpSeconds();
    for (int perSecond : settings.risingRates()) {
      steps.add(
          new CheckoutStep(
              Scenario.CHECKOUT_RISING,
              nameOfRate(perSecond),
              Buyer.LINES,
              new Schedule(perSecond, warmUpSeconds, settings.seconds()),
              0));
      warmUpSeconds = Math.min(warmUpSeconds, LATER_WARM_UP_SECONDS_MAX);
    }
  }
}
