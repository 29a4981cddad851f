package dev.millrace.pricing;

import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.launch.config.QuoteSecret;
import dev.millrace.launch.config.Settings;
import dev.millrace.pricing.quote.PriceRules;
import dev.millrace.pricing.quote.QuoteTerms;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * Settings of the pricing context.
 *
 * @param quoteSecret signs quotes; orders must have the same one
 * @param outcomes how long answers to offer commands are kept for repeated requests
 */
public record PricingConfig(
    QuoteTerms terms, PriceRules rules, String quoteSecret, CommandOutcomes.Retention outcomes) {

  private static final String ANY_FILE = ".{0,4096}";

  /** Reads the settings and the rules they name; problems stay with {@code settings}. */
  public static PricingConfig from(Settings settings) {
    RoundingMode rounding =
        settings.choice(
            "MILLRACE_PRICING_ROUNDING",
            "how the tax of a line becomes whole minor units",
            RoundingMode.HALF_EVEN,
            // Taxes need rounding.
            EnumSet.complementOf(EnumSet.of(RoundingMode.UNNECESSARY)));
    return new PricingConfig(
        new QuoteTerms(
            settings.duration(
                "MILLRACE_PRICING_QUOTE_VALIDITY",
                "how long a quoted price stands",
                Duration.ofMinutes(15),
                Duration.ofSeconds(1),
                Duration.ofHours(24)),
            rounding),
        rules(settings),
        QuoteSecret.from(settings),
        CommandOutcomes.Retention.from(settings, "PRICING"));
  }

  byte[] quoteSecretBytes() {
    return quoteSecret.getBytes(StandardCharsets.UTF_8);
  }

  private static PriceRules rules(Settings settings) {
    String taxes =
        settings.text(
            "MILLRACE_PRICING_TAX_RULES",
            "file of tax rules; the bundled sample when empty",
            "",
            ANY_FILE,
            "a readable file of rules");
    String shipping =
        settings.text(
            "MILLRACE_PRICING_SHIPPING_RULES",
            "file of shipping rules; the bundled sample when empty",
            "",
            ANY_FILE,
            "a readable file of rules");
    String coupons =
        settings.text(
            "MILLRACE_PRICING_COUPONS",
            "file of coupons; no coupons when empty",
            "",
            ANY_FILE,
            "a readable file of coupons");
    try {
      return new PriceRules(
          PriceRuleFiles.taxes(taxes),
          PriceRuleFiles.shipping(shipping),
          List.of(),
          PriceRuleFiles.coupons(coupons));
    } catch (IllegalArgumentException e) {
      settings.require(
          false,
          "MILLRACE_PRICING_TAX_RULES=%s, MILLRACE_PRICING_SHIPPING_RULES=%s, MILLRACE_PRICING_COUPONS=%s: %s"
              .formatted(taxes, shipping, coupons, e.getMessage()));
      return new PriceRules(PriceRuleFiles.taxes(""), PriceRuleFiles.shipping(""), List.of());
    }
  }

  /** Without the secret, so that logging the settings does not tell it. */
  @Override
  public String toString() {
    return "PricingConfig[terms=%s, outcomes=%s]".formatted(terms, outcomes);
  }
}
