package dev.millrace.bench;

import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import dev.millrace.bench.report.Section;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs loads one after the other and notes what each cost. */
final class Measuring {

  /** A load on its system. */
  @FunctionalInterface
  interface Load {
    /**
     * @param warm to be run when the warm-up is over
     */
    LoadResult run(Runnable warm) throws InterruptedException;
  }

  /** Processor time of both, and the clock. */
  private record Spent(Duration generator, Duration system, long wallNanos) {

    static Spent until(ProcessTree processes) {
      return new Spent(
          ProcessTree.cpuOf(ProcessHandle.current()), processes.cpu(), System.nanoTime());
    }

    Spent since(Spent before) {
      return new Spent(
          generator.minus(before.generator),
          system.minus(before.system),
          wallNanos - before.wallNanos);
    }
  }

  private final PrintStream progress;
  private final List<Run> runs = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  Measuring(PrintStream progress) {
    this.progress = progress;
  }

  void say(String what) {
    progress.println(what);
    progress.flush();
  }

  void run(Scenario scenario, SystemUnderTest system, Phase phase, ProcessTree processes, Load load)
      throws InterruptedException {
    run(scenario.code(), system, phase, processes, load);
  }

  /** A run of a scenario that has several; returns what it measured. */
  LoadResult run(
      String scenario, SystemUnderTest system, Phase phase, ProcessTree processes, Load load)
      throws InterruptedException {
    say(
        "%s: %s, %s ..."
            .formatted(
                scenario,
                system.name().toLowerCase(Locale.ROOT),
                phase.name().toLowerCase(Locale.ROOT)));
    var before = new AtomicReference<>(Spent.until(processes));
    LoadResult result = load.run(() -> before.set(Spent.until(processes)));
    Spent spent = Spent.until(processes).since(Objects.requireNonNull(before.get()));
    runs.add(
        new Run(
            scenario,
            system,
            phase,
            result,
            TimeUnit.NANOSECONDS.toMicros(spent.generator().toNanos()),
            TimeUnit.NANOSECONDS.toMicros(spent.system().toNanos()),
            TimeUnit.NANOSECONDS.toMicros(spent.wallNanos())));
    say("  %,d done, %,d a second".formatted(result.done(), result.donePerSecond()));
    return result;
  }

  /** Keeps a table that no run holds. */
  void note(Section section) {
    sections.add(section);
  }

  List<Section> sections() {
    return List.copyOf(sections);
  }

  List<Run> runs() {
    return List.copyOf(runs);
  }
}
