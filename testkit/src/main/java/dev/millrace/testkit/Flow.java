package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topology, its topics and a clock that only the test moves. Every record that a topology writes
 * must be taken by the test: {@link #expectNothingElse} names the ones that were not.
 */
public final class Flow implements AutoCloseable {

  /** When flows begin. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Topics topics = new Topics(new InMemoryRegistry(), 1);
  private final Path stateDir = newStateDir();
  private final Function<Topics, Topology> topology;
  private final @Nullable KeptStores kept;
  private final Map<String, TestInputTopic<String, ?>> inputs = new HashMap<>();
  private final Map<String, TestOutputTopic<String, ?>> outputs = new LinkedHashMap<>();
  private TopologyTestDriver driver;
  private Instant now = START;

  private Flow(Function<Topics, Topology> topology, @Nullable KeptStores kept) {
    this.topology = topology;
    this.kept = kept;
    this.driver = start();
  }

  /** A driver over a topology built anew; reads nothing of this flow that is not set before it. */
  private TopologyTestDriver start() {
    var properties = new Properties();
    // Flows of several tests, and of several builds on one machine, must not meet in one folder.
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "flow");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
    Topology built = topology.apply(topics);
    if (kept != null) {
      kept.supply(built);
    }
    var started = new TopologyTestDriver(built, properties, now);
    inputs.clear();
    for (Topic<?> topic : topics.all()) {
      outputs.put(topic.name(), open(topic, started));
    }
    return started;
  }

  public static Flow of(Function<Topics, Topology> topology) {
    return new Flow(topology, null);
  }

  /**
   * With stores in memory that outlive {@link #restart}; fit for hundreds of thousands of steps.
   */
  public static Flow inMemory(Function<Topics, Topology> topology) {
    return new Flow(topology, new KeptStores());
  }

  /**
   * Ends the process as a kill between two commits would, and starts it again at the same time over
   * the same stores. Only for flows in memory; records that nobody took are lost, and so is what
   * the process had read of global tables.
   */
  public Flow restart() {
    if (kept == null) {
      throw new IllegalStateException("the stores of this flow end with its process");
    }
    driver.close();
    driver = start();
    return this;
  }

  public Topics topics() {
    return topics;
  }

  public Instant now() {
    return now;
  }

  /** Sends a record as another topology would: nobody waits for a reply. */
  public <V extends SpecificRecord> Flow send(Topic<V> topic, String key, V value) {
    input(topic).pipeInput(new TestRecord<>(key, value, now));
    return this;
  }

  /** Sends a command as an edge would that reads replies partition 0. */
  public <V extends SpecificRecord> Flow ask(Topic<V> topic, String key, V value) {
    var headers = new RecordHeaders();
    headers.add(HeaderNames.REPLY_PARTITION, "0".getBytes(StandardCharsets.UTF_8));
    input(topic).pipeInput(new TestRecord<>(key, value, headers, now));
    return this;
  }

  /** Brings a record that another process sent, maybe a while ago. */
  public <V extends SpecificRecord> Flow bring(Sent<V> sent) {
    // The topic of this flow, not the sender's: each has a registry of its own.
    input(own(sent.topic()))
        .pipeInput(new TestRecord<>(sent.key(), sent.value(), sent.headers(), sent.at()));
    return this;
  }

  /** Takes everything that was written, topic by topic; in a topic in the order of writing. */
  public List<Sent<?>> takeEverything() {
    List<Sent<?>> taken = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      take(topic, taken);
    }
    return taken;
  }

  private <V extends SpecificRecord> void take(Topic<V> topic, List<Sent<?>> taken) {
    if (!output(topic.name()).isEmpty()) {
      for (TestRecord<String, V> record : takeRecords(topic)) {
        taken.add(
            new Sent<>(
                topic,
                record.key(),
                record.value(),
                record.headers(),
                Instant.ofEpochMilli(record.timestamp())));
      }
    }
  }

  /** Lets time pass; wall-clock punctuators run. */
  public Flow after(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
    return this;
  }

  /** Takes the next record of a topic; fails if there is none. */
  @SuppressWarnings("unchecked")
  public <V extends SpecificRecord> V take(Topic<V> topic) {
    TestOutputTopic<String, ?> output = output(topic.name());
    assertThat(output.isEmpty()).as("%s has another record", topic.name()).isFalse();
    return (V) output.readValue();
  }

  /** Takes everything of a topic. */
  @SuppressWarnings("unchecked")
  public <V extends SpecificRecord> List<V> takeAll(Topic<V> topic) {
    return (List<V>) output(topic.name()).readValuesToList();
  }

  /** Takes everything of a topic with keys and headers. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public <V extends SpecificRecord> List<TestRecord<String, V>> takeRecords(Topic<V> topic) {
    return (List<TestRecord<String, V>>) (List) output(topic.name()).readRecordsToList();
  }

  /** Fails naming every record that no test took. */
  public Flow expectNothingElse() {
    List<String> left = new ArrayList<>();
    outputs.forEach(
        (name, output) ->
            output.readRecordsToList().forEach(record -> left.add(name + ": " + record)));
    assertThat(left).as("records that nobody expected").isEmpty();
    return this;
  }

  public <K, V> KeyValueStore<K, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** What a processor has counted under this name, such as {@code refused-total}, so far. */
  public double counted(String name) {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }

  @Override
  public void close() {
    driver.close();
    try (var left = Files.walk(stateDir)) {
      left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newStateDir() {
    try {
      return Files.createTempDirectory("flow");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private <V extends SpecificRecord> Topic<V> own(Topic<V> other) {
    return (Topic<V>)
        topics.all().stream()
            .filter(topic -> topic.name().equals(other.name()))
            .findFirst()
            .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
    return (TestInputTopic<String, V>)
        inputs.computeIfAbsent(
            topic.name(),
            name ->
                driver.createInputTopic(
                    name, new StringSerializer(), topic.valueSerde().serializer()));
  }

  private TestOutputTopic<String, ?> output(String topic) {
    return Objects.requireNonNull(outputs.get(topic), topic);
  }

  private static <V extends SpecificRecord> TestOutputTopic<String, V> open(
      Topic<V> topic, TopologyTestDriver driver) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), topic.valueSerde().deserializer());
  }
}
