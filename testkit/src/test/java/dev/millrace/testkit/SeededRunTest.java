package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeededRunTest {

  private static SeededRun<AtomicInteger, Integer> summing(int sumMax) {
    return new SeededRun<>(
        AtomicInteger::new,
        random -> random.nextInt(10),
        AtomicInteger::addAndGet,
        List.of(
            Invariant.of(
                "SumStaysSmall",
                sum ->
                    sum.get() > sumMax ? Optional.of("sum is " + sum.get()) : Optional.empty())));
  }

  @Test
  void countsTheStepsOfRunsThatHold() {
    assertThat(summing(Integer.MAX_VALUE).run(1, 3, 100)).isEqualTo(300);
  }

  @Test
  void aFailureNamesTheInvariantAndTheSeedAndTheShortestSteps() {
    assertThatThrownBy(() -> summing(20).run(7, 1, 200))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("SumStaysSmall")
        .hasMessageContaining("-Dmillrace.seed=7")
        .hasMessageMatching("(?s).*shortest steps found \\([3-9] of 200\\).*");
  }
}
