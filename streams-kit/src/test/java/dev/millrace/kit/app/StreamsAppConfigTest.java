package dev.millrace.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsAppConfigTest {

  private static StreamsAppConfig config(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return settings.orThrow(StreamsAppConfig.from(settings));
  }

  private static Properties properties(Map<String, String> environment) {
    return StreamsProperties.of(
        new StreamsModule("orders", new Topology(), List.of()), config(environment), () -> {});
  }

  @Test
  void theDefaultsAreForLowLatencyOnACluster() {
    StreamsAppConfig config = config(Map.of());

    assertThat(config.latency().commitInterval()).isEqualTo(Duration.ofMillis(25));
    assertThat(config.replicationFactor()).isEqualTo((short) 3);
    assertThat(config.instanceId()).isEmpty();
  }

  @Test
  void reportsEveryBadSettingAtOnce() {
    assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "nowhere",
                        "MILLRACE_STREAMS_THREADS", "0",
                        "MILLRACE_STREAMS_COMMIT_INTERVAL", "20s",
                        "MILLRACE_QUERY_ADVERTISED", "http://x")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(
            "MILLRACE_KAFKA_BOOTSTRAP_SERVERS=nowhere",
            "MILLRACE_STREAMS_THREADS=0",
            "MILLRACE_STREAMS_TRANSACTION_TIMEOUT must be longer",
            "MILLRACE_QUERY_ADVERTISED=http://x");
  }

  @Test
  void theStreamsSettingsAreValidForKafka() {
    Properties properties = properties(Map.of("MILLRACE_INSTANCE_ID", "one"));

    StreamsConfig streams = new StreamsConfig(properties);

    assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    Map<String, Object> consumer = streams.getMainConsumerConfigs("orders", "client", 1);
    assertThat(consumer.get("group.instance.id")).isEqualTo("orders-one-1");
    assertThat(consumer.get("session.timeout.ms")).isEqualTo(10_000);
    assertThat(consumer.get("isolation.level")).isEqualTo("read_committed");
    Map<String, Object> producer = streams.getProducerConfigs("client");
    assertThat(producer.get("linger.ms")).as("the commit sends, not the clock").isEqualTo(100L);
    assertThat(producer.get("transaction.timeout.ms")).isEqualTo(10_000);
    assertThat(producer.get("acks")).isEqualTo("all");
  }

  @Test
  void anApplicationThatNoShopperWaitsForCommitsAtItsOwnPace() {
    StreamsAppConfig process = config(Map.of("MILLRACE_STREAMS_COMMIT_INTERVAL", "10ms"));
    var orders = new StreamsModule("orders", new Topology(), List.of());
    StreamsModule documents = orders.committingEvery(Duration.ofMillis(500));

    assertThat(process.at(orders)).isEqualTo(process);
    assertThat(StreamsProperties.of(orders, process, () -> {}))
        .as("what nobody waits for comes after what somebody does")
        .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 40L);
    assertThat(StreamsProperties.of(documents, process.at(documents), () -> {}))
        .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500L);
    assertThat(documents.inBackground()).as("a start still waits for it").isFalse();
  }

  @Test
  void moreClientSettingsComeFromAFileAndCannotWeakenTheGuarantee(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "security.protocol=SSL\nprocessing.guarantee=at_least_once\n");

    Properties properties = properties(Map.of("MILLRACE_KAFKA_CLIENT_PROPERTIES", file.toString()));

    assertThat(properties)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2);
  }

  @Test
  void aTopologyWhoseTopicsHaveGeneratedNamesDoesNotStart() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
        .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
        .count();
    StreamsModule module = new StreamsModule("orders", builder.build(), List.of());
    StreamsAppConfig config = config(Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1"));

    assertThatThrownBy(
            () ->
                StreamsApp.start(
                    module,
                    new Topics(new InMemoryRegistry(), 1),
                    config,
                    new SimpleMeterRegistry()))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("KSTREAM-AGGREGATE-STATE-STORE-");
  }
}
