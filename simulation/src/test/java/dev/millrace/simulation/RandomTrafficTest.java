package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulation.Traffic.Kind;
import dev.millrace.simulation.Traffic.Step;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings: {@code millrace.seeds}, {@code millrace.steps}, and those of {@link SeededRun}. */
class RandomTrafficTest {

  private static final int SEEDS = Integer.getInteger("millrace.seeds", 40);
  private static final int STEPS = Integer.getInteger("millrace.steps", 2_500);

  private static final SeededRun<Traffic, Step> RUN =
      new SeededRun<>(
              Traffic::new,
              Step::random,
              Traffic::apply,
              List.of(
                  Invariant.of("Always", traffic -> Promises.always(traffic.world().books())),
                  Invariant.of(
                      "AtRest",
                      traffic ->
                          traffic.isAtRest()
                              ? Promises.atRest(traffic.world().books())
                              : Optional.empty()),
                  Invariant.of(
                      "AtTheEnd",
                      traffic ->
                          traffic.hasEnded()
                              ? Promises.atTheEnd(traffic.world().books())
                              : Optional.empty())))
          .endingWith(List.of(new Step(Kind.SETTLE, 0)));

  @Test
  void whateverHappensInWhateverOrderThePromisesHold() {
    long started = System.nanoTime();
    long steps = RUN.run(1, SEEDS, STEPS);
    System.out.printf("%,d steps in %d s%n", steps, (System.nanoTime() - started) / 1_000_000_000L);
  }

  @Test
  void aSeedReplaysToTheSameBytes() {
    String first = digest(7);

    assertThat(digest(7)).isEqualTo(first);
    assertThat(digest(8)).isNotEqualTo(first);
  }

  private static String digest(long seed) {
    try (var traffic = new Traffic()) {
      RUN.steps(seed, 1_000).forEach(traffic::apply);
      return traffic.world().log().sha256();
    }
  }
}
