package dev.millrace.edge.bus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KafkaCommandBusTest {

  @Test
  void itsClientsTakeTheOperatorsKafkaSettings() {
    var brokers =
        new Brokers(
            "localhost:1",
            Map.of("security.protocol", "SSL", "ssl.truststore.location", "/nowhere.p12"));

    assertThatThrownBy(
            () ->
                new KafkaCommandBus(
                    new Topics(new InMemoryRegistry(), 1),
                    brokers,
                    new ReplyGroup("edge", Optional.empty()),
                    Duration.ofSeconds(1),
                    10,
                    reason -> {}))
        .hasStackTraceContaining("/nowhere.p12");
  }
}
