package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.inventory.stock.StandardAllocation;
import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryConfigTest {

  @Test
  void theDefaultsSweepWithinASecondOfTheDeadline() {
    var settings = new Settings(Map.of());
    InventoryConfig config = settings.orThrow(InventoryConfig.from(settings));
    assertThat(config.sweep().every()).isLessThan(Duration.ofSeconds(1));
    assertThat(config.limits().holdMax()).isEqualTo(Duration.ofHours(24));
    assertThat(config.allocation().usual()).isEqualTo(StandardAllocation.HIGHEST_STOCK);
    assertThat(config.limits().holdDefault()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.outcomes().age()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    var settings =
        new Settings(
            Map.of(
                "MILLRACE_INVENTORY_SWEEP_EVERY", "2s",
                "MILLRACE_INVENTORY_HOLD_MIN", "1h",
                "MILLRACE_INVENTORY_HOLD_MAX", "1m",
                "MILLRACE_INVENTORY_ALLOCATION", "NONE",
                "MILLRACE_INVENTORY_WAREHOUSES", "wh_a=US,wh_a=DE"));
    InventoryConfig config = InventoryConfig.from(settings);
    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_INVENTORY_SWEEP_EVERY")
        .hasMessageContaining("MILLRACE_INVENTORY_HOLD_MIN must not be above")
        .hasMessageContaining("MILLRACE_INVENTORY_HOLD_DEFAULT must be between")
        .hasMessageContaining("MILLRACE_INVENTORY_ALLOCATION")
        .hasMessageContaining("MILLRACE_INVENTORY_WAREHOUSES must name each warehouse once");
  }
}
