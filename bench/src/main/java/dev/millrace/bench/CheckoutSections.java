package dev.millrace.bench;

import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.load.Latency;
import dev.millrace.bench.report.Run;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import dev.millrace.bench.report.Section;
import dev.millrace.bench.report.Section.Column;
import dev.millrace.bench.report.Section.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the runs of several checkouts say together: what a line costs, and what load does. */
final class CheckoutSections {

  private static final double MICROS_PER_MS = 1_000;

  private static final List<Column> LINES =
      List.of(
          new Column("reply p50 ms", 1),
          new Column("times one line", 2),
          new Column("reply p99 ms", 1),
          new Column("confirmed p50 ms", 1),
          new Column("times one line", 2),
          new Column("confirmed p99 ms", 1),
          new Column("sustained /s", 0),
          new Column("CPU us at rate", 0),
          new Column("CPU us sustained", 0),
          new Column("of it per further line", 0));

  private static final List<Column> RISING =
      List.of(
          new Column("reply p50 ms", 1),
          new Column("reply p99 ms", 1),
          new Column("confirmed p50 ms", 1),
          new Column("confirmed p99 ms", 1),
          new Column("done /s", 0),
          new Column("CPU us each", 0),
          new Column("CPU % of all", 0));

  private CheckoutSections() {}

  /** The tables for which there are runs. */
  static List<Section> of(List<Run> runs, Settings settings, int cores) {
    List<Section> sections = new ArrayList<>();
    if (settings.measures(Scenario.CHECKOUT_LINES)) {
      sections.add(
          new Section(
              "lines",
              "What a line of the cart costs (wanted: nine lines take at most twice as long as"
                  + " one)",
              "carts",
              LINES,
              lines(runs)));
    }
    if (settings.measures(Scenario.CHECKOUT_RISING)) {
      sections.add(
          new Section(
              "rising",
              "Checkouts as the load rises, up to the first rate that was too much",
              "rate",
              RISING,
              rising(runs, settings, cores)));
    }
    return sections;
  }

  private static List<Row> lines(List<Run> runs) {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : SystemUnderTest.values()) {
      Optional<Run> oneAtRate = run(runs, CheckoutStep.nameOfLines(1), system, Phase.LATENCY);
      Optional<Run> oneSustained = run(runs, CheckoutStep.nameOfLines(1), system, Phase.CAPACITY);
      for (int lines : CheckoutStep.LINES) {
        String name = CheckoutStep.nameOfLines(lines);
        Optional<Run> atRate = run(runs, name, system, Phase.LATENCY);
        Optional<Run> sustained = run(runs, name, system, Phase.CAPACITY);
        if (atRate.isPresent()) {
          Double reply = p50(atRate, CheckoutClient.REPLY);
          Double confirmed = p50(atRate, CheckoutClient.CONFIRMED);
          Double cost = cpuMicros(sustained);
          rows.add(
              row(
                  "%s, %d line%s"
                      .formatted(
                          system.name().toLowerCase(Locale.ROOT), lines, lines == 1 ? "" : "s"),
                  reply,
                  times(reply, p50(oneAtRate, CheckoutClient.REPLY)),
                  p99(atRate, CheckoutClient.REPLY),
                  confirmed,
                  times(confirmed, p50(oneAtRate, CheckoutClient.CONFIRMED)),
                  p99(atRate, CheckoutClient.CONFIRMED),
                  sustained.map(run -> (double) run.load().donePerSecond()).orElse(null),
                  cpuMicros(atRate),
                  cost,
                  perFurtherLine(cost, cpuMicros(oneSustained), lines)));
        }
      }
    }
    return rows;
  }

  private static List<Row> rising(List<Run> runs, Settings settings, int cores) {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : SystemUnderTest.values()) {
      for (int rate : settings.risingRates()) {
        Optional<Run> found = run(runs, CheckoutStep.nameOfRate(rate), system, Phase.LATENCY);
        if (found.isPresent()) {
          Run run = found.get();
          boolean keptUp = CheckoutRuns.keptUp(run.load(), settings.seconds());
          rows.add(
              row(
                  "%s, %d /s%s"
                      .formatted(
                          system.name().toLowerCase(Locale.ROOT),
                          rate,
                          keptUp ? "" : " (too much)"),
                  p50(found, CheckoutClient.REPLY),
                  p99(found, CheckoutClient.REPLY),
                  p50(found, CheckoutClient.CONFIRMED),
                  p99(found, CheckoutClient.CONFIRMED),
                  (double) run.load().donePerSecond(),
                  cpuMicros(found),
                  (double) run.systemPercent(cores)));
        }
      }
    }
    return rows;
  }

  private static Row row(String name, @Nullable Double... values) {
    return new Row(name, Arrays.asList(values));
  }

  private static Optional<Run> run(
      List<Run> runs, String scenario, SystemUnderTest system, Phase phase) {
    return runs.stream()
        .filter(run -> run.scenario().equals(scenario))
        .filter(run -> run.system() == system && run.phase() == phase)
        .findFirst();
  }

  private static @Nullable Double p50(Optional<Run> run, String step) {
    Latency latency = latency(run, step);
    return latency == null ? null : latency.p50Micros() / MICROS_PER_MS;
  }

  private static @Nullable Double p99(Optional<Run> run, String step) {
    Latency latency = latency(run, step);
    return latency == null ? null : latency.p99Micros() / MICROS_PER_MS;
  }

  private static @Nullable Latency latency(Optional<Run> run, String step) {
    return run.map(one -> one.load().latencies().get(step)).orElse(null);
  }

  private static @Nullable Double cpuMicros(Optional<Run> run) {
    return run.map(one -> (double) one.systemCpuMicrosPerRequest()).orElse(null);
  }

  private static @Nullable Double times(@Nullable Double value, @Nullable Double one) {
    return value == null || one == null || one == 0 ? null : value / one;
  }

  private static @Nullable Double perFurtherLine(
      @Nullable Double cost, @Nullable Double one, int lines) {
    return cost == null || one == null || lines == 1 ? null : (cost - one) / (lines - 1);
  }
}
