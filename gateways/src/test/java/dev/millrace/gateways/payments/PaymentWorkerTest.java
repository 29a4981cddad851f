package dev.millrace.gateways.payments;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.gateways.work.WorkClients;
import dev.millrace.launch.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentWorkerTest {

  @Test
  void itsClientsTakeTheOperatorsKafkaSettings(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "security.protocol=SSL\nssl.truststore.location=/nowhere.p12\n");
    var settings = new Settings(Map.of("MILLRACE_KAFKA_CLIENT_PROPERTIES", file.toString()));
    PaymentWorkerConfig config = settings.orThrow(PaymentWorkerConfig.from(settings));

    assertThatThrownBy(() -> WorkClients.consumer(config.terms()))
        .hasStackTraceContaining("/nowhere.p12");
    assertThatThrownBy(() -> WorkClients.producer(config.terms()))
        .hasStackTraceContaining("/nowhere.p12");
  }
}
