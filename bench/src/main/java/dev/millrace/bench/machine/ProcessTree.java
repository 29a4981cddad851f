package dev.millrace.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A process and everything it started, as the operating system accounts for them. */
public record ProcessTree(List<ProcessHandle> roots) {

  private static final String RESIDENT = "VmRSS:";
  private static final long KIB_PER_MIB = 1_024;

  public ProcessTree {
    roots = List.copyOf(roots);
  }

  public static ProcessTree of(ProcessHandle... roots) {
    return new ProcessTree(List.of(roots));
  }

  /** Only the process itself. */
  public static Duration cpuOf(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Processor time of those that live now; what ended processes used is not in it. */
  public Duration cpu() {
    return processes().map(ProcessTree::cpuOf).reduce(Duration.ZERO, Duration::plus);
  }

  /** Resident memory; pages that processes share count for each. 0 where there is no /proc. */
  public long residentMib() {
    return processes().mapToLong(ProcessTree::residentKib).sum() / KIB_PER_MIB;
  }

  private Stream<ProcessHandle> processes() {
    return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
  }

  private static long residentKib(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      // The process ended between being listed and being read, or this is not Linux.
      return 0;
    }
  }
}
