package dev.millrace.launch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QuoteSecretTest {

  @Test
  void theDefaultWarnsOfWhatAnybodyCouldDoWithIt() {
    var settings = new Settings(Map.of());

    assertThat(settings.orThrow(QuoteSecret.from(settings))).hasSizeGreaterThanOrEqualTo(16);
    assertThat(settings.warnings())
        .singleElement()
        .asString()
        .contains("MILLRACE_QUOTE_SECRET is not set", "can make prices of their own");
  }
}
