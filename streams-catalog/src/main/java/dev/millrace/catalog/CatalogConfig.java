package dev.millrace.catalog;

import dev.millrace.kit.config.Settings;
import dev.millrace.kit.process.CommandOutcomes;
import java.time.Duration;

/**
 * Settings of the catalogue.
 *
 * @param retention how long and how many answers are remembered for repeated commands
 */
public record CatalogConfig(CommandOutcomes.Retention retention) {

  public static CatalogConfig from(Settings settings) {
    return new CatalogConfig(
        new CommandOutcomes.Retention(
            settings.duration(
                "MILLRACE_CATALOG_OUTCOMES_AGE",
                "how long the answer to a command is remembered",
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                Duration.ofDays(30)),
            settings.integer(
                "MILLRACE_CATALOG_OUTCOMES_MAX",
                "how many answers a task remembers; older ones go early",
                200_000,
                1_000,
                10_000_000)));
  }
}
