package dev.millrace.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One number of the table, of both systems.
 *
 * @param millrace absent if it was not measured
 * @param postgres absent if it was not measured
 */
public record Figure(
    String scenario, String measure, Unit unit, @Nullable Long millrace, @Nullable Long postgres) {

  /** What a number counts, and which way is better. */
  public enum Unit {
    PER_SECOND,
    MICROS
  }

  private static final String NONE = "-";

  /**
   * How many times better Millrace is: 2 is twice as much, or half as long. Empty text if unknown.
   */
  public String ratio() {
    if (millrace == null || postgres == null || millrace == 0 || postgres == 0) {
      return NONE;
    }
    double ratio =
        switch (unit) {
          case PER_SECOND -> (double) millrace / postgres;
          case MICROS -> (double) postgres / millrace;
        };
    return String.format(Locale.ROOT, "%.2fx", ratio);
  }

  String millraceText() {
    return text(millrace);
  }

  String postgresText() {
    return text(postgres);
  }

  private String text(@Nullable Long value) {
    if (value == null) {
      return NONE;
    }
    return switch (unit) {
      case PER_SECOND -> String.format(Locale.ROOT, "%,d /s", value);
      case MICROS -> String.format(Locale.ROOT, "%,.1f ms", value / 1_000.0);
    };
  }
}
