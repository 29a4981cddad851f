package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.load.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckoutStepTest {

  @Test
  void fillsCartsForBothRuns() {
    List<CheckoutStep> steps = CheckoutStep.allOf(TestSettings.of(Scenario.CHECKOUT, List.of(50)));

    assertThat(steps).hasSize(1);
    assertThat(steps.getFirst().name()).isEqualTo("checkout");
    assertThat(steps.getFirst().lines()).isEqualTo(3);
    assertThat(steps.getFirst().carts()).isEqualTo(100 * (30 + 6) + TestSettings.CARTS);
  }

  @Test
  void eachNumberOfLinesIsBoughtAtTheSameRateAndSustained() {
    List<CheckoutStep> steps =
        CheckoutStep.allOf(TestSettings.of(Scenario.CHECKOUT_LINES, List.of(50)));

    assertThat(steps).extracting(CheckoutStep::lines).containsExactly(1, 3, 9);
    assertThat(steps)
        .extracting(CheckoutStep::name)
        .containsExactly("checkout-lines-1", "checkout-lines-3", "checkout-lines-9");
    assertThat(steps)
        .allMatch(step -> step.schedule().equals(new Schedule(100, 30, 6)))
        .allMatch(step -> step.sustainedCarts() == TestSettings.CARTS);
  }

  @Test
  void aRisingLoadWarmsUpInFullOnlyOnce() {
    List<CheckoutStep> steps =
        CheckoutStep.allOf(TestSettings.of(Scenario.CHECKOUT_RISING, List.of(50, 100, 200)));

    assertThat(steps)
        .extracting(CheckoutStep::schedule)
        .containsExactly(
            new Schedule(50, 30, 6), new Schedule(100, 10, 6), new Schedule(200, 10, 6));
    assertThat(steps).allMatch(step -> step.sustainedCarts() == 0);
  }

  @Test
  void scenariosWithoutCartsHaveNoSteps() {
    assertThat(CheckoutStep.allOf(TestSettings.of(Scenario.RESERVATIONS, List.of(50)))).isEmpty();
  }

  @Test
  void aRateIsTooMuchWhenSomethingFailsOrTheEndComesLate() {
    assertThat(CheckoutRuns.keptUp(result(600, 6_900_000), 6)).isTrue();
    assertThat(CheckoutRuns.keptUp(result(600, 7_000_001), 6)).isFalse();
    assertThat(CheckoutRuns.keptUp(result(599, 6_100_000), 6)).isFalse();
  }

  private static LoadResult result(long done, long lastedMicros) {
    return new LoadResult(600, done, Map.of(), Map.of(), 0, lastedMicros, Map.of());
  }
}
