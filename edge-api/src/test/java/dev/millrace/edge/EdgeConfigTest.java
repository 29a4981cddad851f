package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EdgeConfigTest {

  @Test
  void defaultsBindToLoopback() {
    EdgeConfig config = EdgeConfig.from(addresses());
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.states()).containsEntry("search", URI.create("http://127.0.0.1:7001"));
    assertThat(config.tokenTimeToLive()).hasMinutes(15);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, String> environment = addresses();
    environment.put("MILLRACE_EDGE_PORT", "70000");
    environment.put("MILLRACE_EDGE_WAIT_MS", "soon");
    environment.remove("MILLRACE_EDGE_ORDERS_URL");
    assertThatThrownBy(() -> EdgeConfig.from(environment))
        .hasMessageContaining("MILLRACE_EDGE_PORT")
        .hasMessageContaining("MILLRACE_EDGE_WAIT_MS")
        .hasMessageContaining("MILLRACE_EDGE_ORDERS_URL");
  }

  @Test
  void theHistoryOfTheStockMayBeMissing() {
    Map<String, String> environment = addresses();
    assertThat(EdgeConfig.from(environment).states()).doesNotContainKey("inventory-history");
    environment.put("MILLRACE_EDGE_INVENTORY_HISTORY_URL", "http://127.0.0.1:7009");
    assertThat(EdgeConfig.from(environment).states())
        .containsEntry("inventory-history", URI.create("http://127.0.0.1:7009"));
    environment.put("MILLRACE_EDGE_INVENTORY_HISTORY_URL", "nowhere");
    assertThatThrownBy(() -> EdgeConfig.from(environment))
        .hasMessageContaining("MILLRACE_EDGE_INVENTORY_HISTORY_URL=nowhere");
  }

  private static Map<String, String> addresses() {
    Map<String, String> environment = new HashMap<>();
    for (String context : EdgeConfig.CONTEXTS) {
      environment.put(
          "MILLRACE_EDGE_" + context.toUpperCase(Locale.ROOT) + "_URL", "http://127.0.0.1:7001");
    }
    return environment;
  }
}
