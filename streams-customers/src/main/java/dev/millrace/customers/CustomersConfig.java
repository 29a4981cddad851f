package dev.millrace.customers;

import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.launch.config.Settings;

/**
 * Settings of the customers context.
 *
 * @param outcomes how long a cart's answers are kept for repeated requests
 */
public record CustomersConfig(CommandOutcomes.Retention outcomes) {

  /** Reads the settings; problems stay with {@code settings} until its end. */
  public static CustomersConfig from(Settings settings) {
    return new CustomersConfig(CommandOutcomes.Retention.from(settings, "CUSTOMERS"));
  }
}
