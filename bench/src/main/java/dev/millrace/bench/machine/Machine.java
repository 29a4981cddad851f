package dev.millrace.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
public record Machine(
    int cores, String processor, long memoryMib, String jdk, String kernel, String architecture) {

  private static final String UNKNOWN = "unknown";
  private static final long KIB_PER_MIB = 1_024;

  public static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field(Path.of("/proc/cpuinfo"), "model name"),
        memoryHereMib(),
        System.getProperty("java.vendor.version", "")
            + " "
            + System.getProperty("java.runtime.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  /** One line for people. */
  public String describe() {
    return "%d cores (%s, %s), %d MiB memory, %s, JDK %s"
        .formatted(cores, processor, architecture, memoryMib, kernel, jdk.strip());
  }

  private static long memoryHereMib() {
    String kib = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
    return kib.isEmpty() ? 0 : Long.parseLong(kib) / KIB_PER_MIB;
  }

  private static String field(Path file, String name) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
