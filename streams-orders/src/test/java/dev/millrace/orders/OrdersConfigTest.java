package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrdersConfigTest {

  @Test
  void theDefaultsHold() {
    var settings = new Settings(Map.of());
    OrdersConfig config = settings.orThrow(OrdersConfig.from(settings));
    assertThat(config.terms().hold()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void holdsMustOutliveTheDeadlines() {
    var settings = new Settings(Map.of("MILLRACE_ORDERS_HOLD", "11m"));
    OrdersConfig config = OrdersConfig.from(settings);
    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_ORDERS_HOLD")
        .hasMessageContaining("MILLRACE_ORDERS_ACTION_DEADLINE");
  }
}
