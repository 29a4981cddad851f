package dev.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;

/**
 * Compares what the code makes with a file that people reviewed: a topology, a replayed state, a
 * page of the documentation.
 */
public final class Golden {

  /** System property that rewrites the files in place of failing. */
  public static final String UPDATE = "golden.update";

  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)\\]");

  private Golden() {}

  /** Compares with a file under src/test/resources/golden of the module under test. */
  public static void verify(String file, String actual) {
    verify(Path.of("src/test/resources/golden").resolve(file), actual);
  }

  /**
   * Compares a topology with golden/topology.txt. Kafka lists a node's stores and topics in the
   * order of a hash that differs from process to process, so they are sorted first.
   */
  public static void verifyTopology(Topology topology) {
    verifyTopology("topology.txt", topology);
  }

  /** The same with another file, for a module that runs several applications. */
  public static void verifyTopology(String file, Topology topology) {
    verify(
        file,
        BRACKETED
            .matcher(topology.describe().toString())
            .replaceAll(
                list ->
                    "["
                        + Arrays.stream(list.group(1).split(", "))
                            .sorted()
                            .collect(Collectors.joining(", "))
                        + "]"));
  }

  /**
   * Compares with any file.
   *
   * @throws AssertionError if they differ, saying how to accept the change
   */
  public static void verify(Path file, String actual) {
    try {
      if (Boolean.getBoolean(UPDATE)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
        return;
      }
      String expected = Files.exists(file) ? Files.readString(file) : "";
      if (!expected.equals(actual)) {
        throw new AssertionError(
            """
            %s differs from what the code makes, first at line %d.
            A topology's names are the names of stored state, and a golden state is what the past means:
            change them only on purpose. To accept: run this test with -D%s=true and review the diff.
            expected: %s
            actual:   %s\
            """
                .formatted(
                    file,
                    differingLine(expected, actual) + 1,
                    UPDATE,
                    line(expected, differingLine(expected, actual)),
                    line(actual, differingLine(expected, actual))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int differingLine(String expected, String actual) {
    int line = 0;
    while (line(expected, line).equals(line(actual, line))) {
      line++;
    }
    return line;
  }

  static String line(String text, int index) {
    String[] lines = text.split("\n", -1);
    return index < lines.length ? lines[index] : "(end of text " + lines.length + ")";
  }
}
