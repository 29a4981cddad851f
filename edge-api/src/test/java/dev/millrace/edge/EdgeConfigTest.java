package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EdgeConfigTest {

  @Test
  void defaultsBindToLoopback() {
    EdgeConfig config = read(addresses());
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.metrics().host()).isEqualTo("127.0.0.1");
    assertThat(config.states()).containsEntry("search", URI.create("http://127.0.0.1:7001"));
    assertThat(config.tokens().timeToLive()).hasMinutes(15);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, String> environment = addresses();
    environment.put("MILLRACE_EDGE_PORT", "70000");
    environment.put("MILLRACE_EDGE_WAIT", "soon");
    environment.remove("MILLRACE_EDGE_ORDERS_URL");
    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("MILLRACE_EDGE_PORT")
        .hasMessageContaining("MILLRACE_EDGE_WAIT")
        .hasMessageContaining("MILLRACE_EDGE_ORDERS_URL");
  }

  @Test
  void theHistoryOfTheStockMayBeMissing() {
    Map<String, String> environment = addresses();
    assertThat(read(environment).states()).doesNotContainKey("inventory-history");
    environment.put("MILLRACE_EDGE_INVENTORY_HISTORY_URL", "http://127.0.0.1:7009");
    assertThat(read(environment).states())
        .containsEntry("inventory-history", URI.create("http://127.0.0.1:7009"));
    environment.put("MILLRACE_EDGE_INVENTORY_HISTORY_URL", "nowhere");
    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("MILLRACE_EDGE_INVENTORY_HISTORY_URL=nowhere");
  }

  private static EdgeConfig read(Map<String, String> environment) {
    var settings = new Settings(environment);
    return settings.orThrow(EdgeConfig.from(settings));
  }

  private static Map<String, String> addresses() {
    Map<String, String> environment = new HashMap<>();
    for (String context : EdgeConfig.CONTEXTS) {
      environment.put(EdgeConfig.addressOf(context), "http://127.0.0.1:7001");
    }
    return environment;
  }
}
