package dev.millrace.bench;

import dev.millrace.standalone.instance.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes the inventory's stores away, and tells how long their return took. */
final class Restore {

  private static final String APPLICATION = "inventory";
  private static final String STARTED = ": " + APPLICATION + ": CREATED -> REBALANCING";
  private static final String READY = ": " + APPLICATION + ": REBALANCING -> RUNNING";
  private static final long BYTES_PER_MIB = 1 << 20;

  private Restore() {}

  /**
   * Deletes the inventory's stores of a backbone that has stopped.
   *
   * @return what there is to read instead
   */
  static Map<String, Long> prepare(DataFolder folder) throws IOException {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("restore_changelogs_mib", changelogBytes(folder.kafka()) / BYTES_PER_MIB);
    Path stores = folder.state().resolve(APPLICATION);
    if (!Files.isDirectory(stores)) {
      throw new IllegalStateException("There are no stores to delete at " + stores);
    }
    try (Stream<Path> files = Files.walk(stores)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return seen;
  }

  /** How long the inventory took from its last start until it worked, as its log says. */
  static Map<String, Long> readyTimes(DataFolder folder) throws IOException {
    Map<String, Long> seen = new LinkedHashMap<>();
    readyMs(Files.readAllLines(folder.log())).ifPresent(ms -> seen.put("restore_ready_ms", ms));
    return seen;
  }

  /** From the last line of a start to the last line of being ready, if that follows. */
  static Optional<Long> readyMs(List<String> log) {
    Optional<Instant> started = last(log, STARTED);
    Optional<Instant> ready = last(log, READY);
    return started.isPresent() && ready.isPresent() && !ready.get().isBefore(started.get())
        ? Optional.of(started.get().until(ready.get(), ChronoUnit.MILLIS))
        : Optional.empty();
  }

  private static Optional<Instant> last(List<String> log, String what) {
    return log.stream()
        .filter(line -> line.endsWith(what))
        .reduce((earlier, later) -> later)
        .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant());
  }

  private static long changelogBytes(Path kafka) throws IOException {
    try (Stream<Path> files = Files.walk(kafka)) {
      return files
          .filter(
              file ->
                  kafka
                      .relativize(file)
                      .toString()
                      .matches(APPLICATION + "-[a-z-]+-changelog-\\d+/.+\\.log"))
          .mapToLong(Restore::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
