package dev.millrace.launch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokersTest {

  private static Brokers read(Map<String, String> environment) {
    var settings = new Settings(environment);
    return settings.orThrow(Brokers.from(settings));
  }

  @Test
  void clientsBeginWithTheOperatorsFileAndTheBrokers(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "security.protocol=SASL_SSL\nbootstrap.servers=elsewhere:1\n");

    Brokers brokers =
        read(
            Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
                "kafka-1:9092,kafka-2:9092",
                "MILLRACE_KAFKA_CLIENT_PROPERTIES",
                file.toString()));

    assertThat(brokers.clientSettings())
        .isEqualTo(
            Map.of(
                "security.protocol", "SASL_SSL",
                "bootstrap.servers", "kafka-1:9092,kafka-2:9092"));
  }

  @Test
  void aFileThatCannotBeReadIsAProblemOfTheSettings() {
    assertThatThrownBy(() -> read(Map.of("MILLRACE_KAFKA_CLIENT_PROPERTIES", "/nowhere/at.all")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_KAFKA_CLIENT_PROPERTIES=/nowhere/at.all cannot be read");
  }

  @Test
  void neverPrintsThePasswordsOfTheFile() {
    var brokers = new Brokers("kafka-1:9092", Map.of("sasl.jaas.config", "password=hunter2"));

    assertThat(brokers.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
  }
}
