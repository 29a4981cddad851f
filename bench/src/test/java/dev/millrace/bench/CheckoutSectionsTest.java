package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.load.Latency;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.report.Run;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import dev.millrace.bench.report.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckoutSectionsTest {

  @Test
  void saysHowManyTimesOneLineNineLinesTake() {
    List<Section> sections =
        CheckoutSections.of(
            List.of(
                run("checkout-lines-1", Phase.LATENCY, 100, 40_000, 5_000),
                run("checkout-lines-1", Phase.CAPACITY, 800, 0, 1_000),
                run("checkout-lines-9", Phase.LATENCY, 100, 60_000, 9_000),
                run("checkout-lines-9", Phase.CAPACITY, 200, 0, 5_000)),
            TestSettings.of(Scenario.CHECKOUT_LINES, List.of(50)),
            2);

    assertThat(sections).extracting(Section::code).containsExactly("lines");
    List<Section.Row> rows = sections.getFirst().rows();
    assertThat(rows)
        .extracting(Section.Row::name)
        .containsExactly("millrace, 1 line", "millrace, 9 lines");
    assertThat(rows.get(0).values())
        .isEqualTo(Arrays.asList(40.0, 1.0, 40.0, 80.0, 1.0, 80.0, 800.0, 5_000.0, 1_000.0, null));
    assertThat(rows.get(1).values())
        .isEqualTo(
            Arrays.asList(60.0, 1.5, 60.0, 120.0, 1.5, 120.0, 200.0, 9_000.0, 5_000.0, 500.0));
  }

  @Test
  void namesTheRateThatWasTooMuch() {
    List<Section> sections =
        CheckoutSections.of(
            List.of(
                run("checkout-rising-50", Phase.LATENCY, 50, 40_000, 5_000),
                run("checkout-rising-100", Phase.LATENCY, 90, 900_000, 6_000, 10)),
            TestSettings.of(Scenario.CHECKOUT_RISING, List.of(50, 100, 200)),
            2);

    assertThat(sections.getFirst().rows())
        .extracting(Section.Row::name)
        .containsExactly("millrace, 50 /s", "millrace, 100 /s (too much)");
  }

  @Test
  void otherScenariosNeedNoTableOfTheirOwn() {
    assertThat(
            CheckoutSections.of(
                List.of(run("checkout", Phase.LATENCY, 100, 40_000, 5_000)),
                TestSettings.of(Scenario.CHECKOUT, List.of(50)),
                2))
        .isEmpty();
  }

  private static Run run(
      String scenario, Phase phase, long done, long replyMicros, long cpuMicrosEach) {
    return run(scenario, phase, done, replyMicros, cpuMicrosEach, 0);
  }

  private static Run run(
      String scenario,
      Phase phase,
      long done,
      long replyMicros,
      long cpuMicrosEach,
      long unanswered) {
    Map<String, Latency> steps =
        phase == Phase.LATENCY
            ? Map.of("reply", latency(replyMicros), "confirmed", latency(2 * replyMicros))
            : Map.of();
    long offered = done + unanswered;
    return new Run(
        scenario,
        SystemUnderTest.MILLRACE,
        phase,
        new LoadResult(offered, done, Map.of(), Map.of(), unanswered, 1_000_000, steps),
        0,
        cpuMicrosEach * offered,
        1_000_000);
  }

  private static Latency latency(long micros) {
    return new Latency(100, micros, micros, micros, micros, micros);
  }
}
