package dev.millrace.catalog;

import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.launch.config.Settings;

/**
 * Settings of the catalogue.
 *
 * @param retention how long and how many answers are remembered for repeated commands
 */
public record CatalogConfig(CommandOutcomes.Retention retention) {

  public static CatalogConfig from(Settings settings) {
    return new CatalogConfig(CommandOutcomes.Retention.from(settings, "CATALOG"));
  }
}
