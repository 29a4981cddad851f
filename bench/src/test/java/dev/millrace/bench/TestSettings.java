package dev.millrace.bench;

import java.util.List;
import java.util.Set;

/** Small settings for tests. */
final class TestSettings {

  static final int CARTS = 500;

  private TestSettings() {}

  static Settings of(Scenario scenario, List<Integer> risingRates) {
    return of(scenario, 6, 30, 100, risingRates);
  }

  static Settings of(
      Scenario scenario,
      int seconds,
      int warmUpSeconds,
      int checkoutsPerSecond,
      List<Integer> risingRates) {
    return new Settings(
        Set.of(scenario),
        seconds,
        warmUpSeconds,
        checkoutsPerSecond,
        1_000,
        1_000,
        100,
        16,
        4,
        2,
        CARTS,
        200,
        1_000,
        1_000,
        risingRates,
        false,
        true);
  }
}
