package dev.millrace.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomersConfigTest {

  @Test
  void answersAreKeptForADayUnlessSaidOtherwise() {
    var settings = new Settings(Map.of());

    CustomersConfig config = settings.orThrow(CustomersConfig.from(settings));

    assertThat(config.outcomes().age()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void aTimeOutOfBoundsIsReported() {
    var settings = new Settings(Map.of("MILLRACE_CUSTOMERS_OUTCOMES_KEPT", "1s"));
    CustomersConfig config = CustomersConfig.from(settings);

    assertThatThrownBy(() -> settings.orThrow(config))
        .hasMessageContaining("MILLRACE_CUSTOMERS_OUTCOMES_KEPT=1s");
  }
}
