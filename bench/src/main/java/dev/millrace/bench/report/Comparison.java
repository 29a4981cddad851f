package dev.millrace.bench.report;

import dev.millrace.bench.load.Latency;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.report.Figure.Unit;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Puts the runs of both systems side by side. */
public final class Comparison {

  private Comparison() {}

  /** The figures, scenario by scenario in the order of the runs. */
  public static List<Figure> figures(List<Run> runs) {
    Set<String> scenarios = new LinkedHashSet<>();
    runs.forEach(run -> scenarios.add(run.scenario()));
    List<Figure> figures = new ArrayList<>();
    for (String scenario : scenarios) {
      addCapacity(figures, runs, scenario);
      addLatencies(figures, runs, scenario);
    }
    return figures;
  }

  private static void addCapacity(List<Figure> figures, List<Run> runs, String scenario) {
    Optional<LoadResult> ours = load(runs, scenario, SystemUnderTest.MILLRACE, Phase.CAPACITY);
    Optional<LoadResult> theirs = load(runs, scenario, SystemUnderTest.POSTGRES, Phase.CAPACITY);
    if (ours.isPresent() || theirs.isPresent()) {
      figures.add(
          new Figure(
              scenario,
              "sustained",
              Unit.PER_SECOND,
              ours.map(LoadResult::donePerSecond).orElse(null),
              theirs.map(LoadResult::donePerSecond).orElse(null)));
    }
  }

  private static void addLatencies(List<Figure> figures, List<Run> runs, String scenario) {
    Optional<LoadResult> ours = load(runs, scenario, SystemUnderTest.MILLRACE, Phase.LATENCY);
    Optional<LoadResult> theirs = load(runs, scenario, SystemUnderTest.POSTGRES, Phase.LATENCY);
    Set<String> steps = new TreeSet<>();
    ours.ifPresent(load -> steps.addAll(load.latencies().keySet()));
    theirs.ifPresent(load -> steps.addAll(load.latencies().keySet()));
    if (ours.isPresent() || theirs.isPresent()) {
      figures.add(
          new Figure(
              scenario,
              "kept up with",
              Unit.PER_SECOND,
              ours.map(LoadResult::donePerSecond).orElse(null),
              theirs.map(LoadResult::donePerSecond).orElse(null)));
    }
    // The reply comes before what follows from it.
    for (String step : steps.stream().sorted(java.util.Comparator.reverseOrder()).toList()) {
      add(figures, scenario, step + " p50", ours, theirs, step, Latency::p50Micros);
      add(figures, scenario, step + " p99", ours, theirs, step, Latency::p99Micros);
      add(figures, scenario, step + " p99.9", ours, theirs, step, Latency::p999Micros);
    }
  }

  private static void add(
      List<Figure> figures,
      String scenario,
      String measure,
      Optional<LoadResult> ours,
      Optional<LoadResult> theirs,
      String step,
      ToLongFunction<Latency> value) {
    figures.add(
        new Figure(
            scenario, measure, Unit.MICROS, value(ours, step, value), value(theirs, step, value)));
  }

  private static @Nullable Long value(
      Optional<LoadResult> load, String step, ToLongFunction<Latency> value) {
    Latency latency = load.map(one -> one.latencies().get(step)).orElse(null);
    return latency == null ? null : value.applyAsLong(latency);
  }

  private static Optional<LoadResult> load(
      List<Run> runs, String scenario, SystemUnderTest system, Phase phase) {
    return runs.stream()
        .filter(run -> run.scenario().equals(scenario))
        .filter(run -> run.system() == system && run.phase() == phase)
        .map(Run::load)
        .findFirst();
  }
}
