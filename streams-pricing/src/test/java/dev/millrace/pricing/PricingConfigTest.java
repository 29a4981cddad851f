package dev.millrace.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricingConfigTest {

  @Test
  void theDefaultsAreValid() {
    var settings = new Settings(Map.of());

    PricingConfig config = settings.orThrow(PricingConfig.from(settings));

    assertThat(config.terms().validity()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.terms().rounding()).isEqualTo(RoundingMode.HALF_EVEN);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    var settings =
        new Settings(
            Map.of(
                "MILLRACE_PRICING_QUOTE_VALIDITY", "0s",
                "MILLRACE_PRICING_ROUNDING", "UNNECESSARY",
                "MILLRACE_QUOTE_SECRET", "short",
                "MILLRACE_PRICING_TAX_RULES", "no/such/file.csv"));
    PricingConfig config = PricingConfig.from(settings);

    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_PRICING_QUOTE_VALIDITY=0s")
        .hasMessageContaining("MILLRACE_PRICING_ROUNDING=UNNECESSARY")
        .hasMessageContaining("MILLRACE_QUOTE_SECRET")
        .hasMessageContaining("cannot read no/such/file.csv");
  }

  @Test
  void aBadRuleIsReportedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shipping.csv");
    Files.writeString(
        file,
        """
        # comment
        shipping:standard:US:USD,1,2020-01-01,599,never,fine
        shipping:standard:US:USD,2,2020-01-01,-1,never,not fine
        """);
    var settings = new Settings(Map.of("MILLRACE_PRICING_SHIPPING_RULES", file.toString()));
    PricingConfig config = PricingConfig.from(settings);

    assertThatThrownBy(() -> settings.orThrow(config)).hasMessageContaining("line 3 of " + file);
  }

  @Test
  void couponsHaveLimitsOrNone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("coupons.csv");
    Files.writeString(
        file,
        """
        WELCOME,1,2020-01-01,1000,500/1,fine
        SPRING,1,2020-01-01,500,none,fine
        ONCE,1,2020-01-01,500,any/1,fine
        """);
    var settings = new Settings(Map.of("MILLRACE_PRICING_COUPONS", file.toString()));
    settings.orThrow(PricingConfig.from(settings));
    Files.writeString(file, "WELCOME,1,2020-01-01,1000,0/1,not fine");
    assertThatThrownBy(() -> settings.orThrow(PricingConfig.from(settings)))
        .hasMessageContaining("line 1 of " + file);
  }

  @Test
  void printingTheSettingsDoesNotTellTheSecret() {
    var settings = new Settings(Map.of("MILLRACE_QUOTE_SECRET", "do not print this please"));

    assertThat(PricingConfig.from(settings).toString()).doesNotContain("do not print");
  }
}
