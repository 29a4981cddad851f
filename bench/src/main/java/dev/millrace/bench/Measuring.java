package dev.millrace.bench;

import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs loads one after the other and notes what each cost. */
final class Measuring {

  /** A load on its system. */
  @FunctionalInterface
  interface Load {
    LoadResult run() throws InterruptedException;
  }

  private final PrintStream progress;
  private final List<Run> runs = new ArrayList<>();

  Measuring(PrintStream progress) {
    this.progress = progress;
  }

  void say(String what) {
    progress.println(what);
    progress.flush();
  }

  void run(Scenario scenario, SystemUnderTest system, Phase phase, ProcessTree processes, Load load)
      throws InterruptedException {
    say(
        "%s: %s, %s ..."
            .formatted(
                scenario.code(),
                system.name().toLowerCase(Locale.ROOT),
                phase.name().toLowerCase(Locale.ROOT)));
    Duration generatorBefore = ProcessTree.cpuOf(ProcessHandle.current());
    Duration systemBefore = processes.cpu();
    long startedAt = System.nanoTime();
    LoadResult result = load.run();
    long wall = System.nanoTime() - startedAt;
    Duration generator = ProcessTree.cpuOf(ProcessHandle.current()).minus(generatorBefore);
    Duration measured = processes.cpu().minus(systemBefore);
    runs.add(
        new Run(
            scenario.code(),
            system,
            phase,
            result,
            TimeUnit.NANOSECONDS.toMicros(generator.toNanos()),
            TimeUnit.NANOSECONDS.toMicros(measured.toNanos()),
            TimeUnit.NANOSECONDS.toMicros(wall)));
    say("  %,d done, %,d a second".formatted(result.done(), result.donePerSecond()));
  }

  List<Run> runs() {
    return List.copyOf(runs);
  }
}
