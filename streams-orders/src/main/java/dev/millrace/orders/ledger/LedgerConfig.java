package dev.millrace.orders.ledger;

import dev.millrace.launch.config.PaymentProviderName;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.journal.Terms;

/**
 * Settings of the ledger.
 *
 * @param terms for orders that are placed from now on
 */
public record LedgerConfig(Terms terms) {

  private static final int COMMISSION = 1_000;

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static LedgerConfig from(Settings settings) {
    return new LedgerConfig(
        new Terms(
            settings.integer(
                "MILLRACE_LEDGER_COMMISSION_BASIS_POINTS",
                "what the platform keeps of a seller's line before tax, in hundredths of a percent;"
                    + " for orders that are placed from then on",
                COMMISSION,
                0,
                Terms.WHOLE),
            settings.flag(
                "MILLRACE_LEDGER_PLATFORM_REMITS_TAX",
                "whether the platform pays the tax of the sellers' lines to the state; else it is"
                    + " the sellers' money",
                true),
            PaymentProviderName.from(settings).code()));
  }
}
