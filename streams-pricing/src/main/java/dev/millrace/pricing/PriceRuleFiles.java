package dev.millrace.pricing;

import dev.millrace.pricing.quote.CouponRule;
import dev.millrace.pricing.quote.ShippingRule;
import dev.millrace.pricing.quote.TaxRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of price rules: one rule a line, fields parted by commas, the description last;
 * empty lines and lines that begin with # say nothing. A new wording of a rule is a new line with
 * the next version, never a change of an old one, or quotes of the past could not be computed
 * again.
 */
final class PriceRuleFiles {

  private static final int FIELDS = 6;
  private static final int RULES_MAX = 100_000;

  private PriceRuleFiles() {}

  /** Lines are {@code ruleId,version,validFrom,ratePpm,taxesShipping,description}. */
  static List<TaxRule> taxes(String file) {
    return read(
        file,
        "tax-rules.csv",
        fields ->
            new TaxRule(
                fields[0],
                Long.parseLong(fields[1]),
                startOfDay(fields[2]),
                Integer.parseInt(fields[3]),
                yes(fields[4]),
                fields[5]));
  }

  /** Lines are {@code ruleId,version,validFrom,priceMinor,freeFromMinor or never,description}. */
  static List<ShippingRule> shipping(String file) {
    return read(
        file,
        "shipping-rules.csv",
        fields ->
            new ShippingRule(
                fields[0],
                Long.parseLong(fields[1]),
                startOfDay(fields[2]),
                Long.parseLong(fields[3]),
                fields[4].equals("never") ? ShippingRule.NEVER_FREE : Long.parseLong(fields[4]),
                fields[5]));
  }

  /**
   * Lines are {@code code,version,validFrom,basisPoints,limits,description}; limits are {@code
   * none}, or how often in all and how often by one customer, parted by a slash, each a number or
   * {@code any}.
   */
  static List<CouponRule> coupons(String file) {
    return read(
        file,
        "coupons.csv",
        fields -> {
          String[] limits =
              fields[4].equals("none") ? new String[] {"any", "any"} : fields[4].split("/", 2);
          if (limits.length < 2) {
            throw new IllegalArgumentException("not none or two limits: " + fields[4]);
          }
          return new CouponRule(
              fields[0],
              Long.parseLong(fields[1]),
              startOfDay(fields[2]),
              Integer.parseInt(fields[3]),
              limit(limits[0]),
              limit(limits[1]),
              fields[5]);
        });
  }

  private static @Nullable Long limit(String text) {
    return text.equals("any") ? null : Long.valueOf(text);
  }

  private static <R> List<R> read(String file, String bundled, Function<String[], R> rule) {
    List<String> lines = file.isBlank() ? bundled(bundled) : lines(file);
    if (lines.size() > RULES_MAX) {
      throw new IllegalArgumentException("more than " + RULES_MAX + " lines");
    }
    List<R> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split(",", FIELDS);
      try {
        if (fields.length < FIELDS) {
          throw new IllegalArgumentException("%d of %d fields".formatted(fields.length, FIELDS));
        }
        rules.add(rule.apply(fields));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalArgumentException(
            "line %d of %s: %s".formatted(i + 1, file.isBlank() ? bundled : file, e.getMessage()),
            e);
      }
    }
    return rules;
  }

  private static List<String> bundled(String name) {
    try (@Nullable InputStream in = PriceRuleFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource is missing: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Instant startOfDay(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static boolean yes(String text) {
    return switch (text) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException("not yes or no: " + text);
    };
  }
}
