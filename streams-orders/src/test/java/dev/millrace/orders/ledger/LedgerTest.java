package dev.millrace.orders.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Golden;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void theNamesOfWhatPersistsAreFrozen() {
    var module =
        LedgerModule.of(
            LedgerConfig.from(new Settings(Map.of())), new Topics(new InMemoryRegistry(), 1));
    assertThat(module.applicationId()).isEqualTo("ledger");
    assertThat(module.inBackground()).isTrue();
    assertThat(module.queryableStores().stream().map(QueryableStore::store))
        .containsExactly("ledger-orders", "ledger-balances");
    Golden.verifyTopology("topology-ledger.txt", module.topology());
  }

  @Test
  void theTermsComeFromTheSettings() {
    assertThat(LedgerConfig.from(new Settings(Map.of())).terms())
        .isEqualTo(new Terms(1_000, true, "sandbox"));
    var settings =
        new Settings(
            Map.of(
                "MILLRACE_LEDGER_COMMISSION_BASIS_POINTS", "250",
                "MILLRACE_LEDGER_PLATFORM_REMITS_TAX", "false",
                "MILLRACE_GATEWAYS_PROVIDER", "STRIPE"));
    assertThat(LedgerConfig.from(settings).terms()).isEqualTo(new Terms(250, false, "stripe"));
  }

  @Test
  void anEventOfAKindThatIsNewerThanTheLedgerMeansNothingToIt() {
    var event =
        OrderEvent.newBuilder()
            .setEventId("ord_1:1")
            .setOrderId("ord_1")
            .setSequence(1)
            .setAt(Instant.EPOCH)
            .setCommandId("cmd_1")
            .setActor(new Actor(ActorRole.SYSTEM, "orders"))
            .setType("orderPainted")
            .build();
    try (var ledger = new LedgerFlow()) {
      assertThat(ledger.happened(event)).isEmpty();
      assertThat(ledger.order("ord_1")).isNull();
      assertThat(LedgerBooks.entries(List.of(event), List.of())).isEmpty();
    }
  }
}
