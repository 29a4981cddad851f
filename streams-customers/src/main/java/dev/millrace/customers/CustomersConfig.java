package dev.millrace.customers;

import dev.millrace.kit.config.Settings;
import dev.millrace.kit.process.CommandOutcomes;
import java.time.Duration;

/**
 * Settings of the customers context.
 *
 * @param outcomes how long a cart's answers are kept for repeated requests
 */
public record CustomersConfig(CommandOutcomes.Retention outcomes) {

  /** Reads the settings; problems stay with {@code settings} until its end. */
  public static CustomersConfig from(Settings settings) {
    return new CustomersConfig(
        new CommandOutcomes.Retention(
            settings.duration(
                "MILLRACE_CUSTOMERS_OUTCOME_AGE",
                "How long the answer to a cart command is kept for a repeat of it",
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                Duration.ofDays(30)),
            settings.integer(
                "MILLRACE_CUSTOMERS_OUTCOME_COUNT",
                "How many answers to cart commands one task keeps",
                200_000,
                1_000,
                10_000_000)));
  }
}
