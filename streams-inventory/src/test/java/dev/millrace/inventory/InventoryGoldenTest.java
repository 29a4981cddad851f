package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Golden;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryGoldenTest {

  @Test
  void theNamesOfWhatPersistsAreFrozen() {
    var module =
        InventoryModule.of(
            InventoryConfig.from(new Settings(Map.of())), new Topics(new InMemoryRegistry(), 1));
    assertThat(module.applicationId()).isEqualTo("inventory");
    assertThat(module.queryableStores().stream().map(QueryableStore::store))
        .containsExactly("stock-state", "reservation-state");
    Golden.verifyTopology(module.topology());
  }
}
