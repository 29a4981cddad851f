package dev.millrace.kit.broker;

import dev.millrace.avro.common.Money;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.Wiring;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.topics.Cleanup;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The smallest context: counts ticks per key. A tick in currency NOP changes nothing; one in BUG
 * meets a broken invariant.
 */
public final class Counting {

  public static final int PARTITIONS = 4;

  private final String name;
  private final SchemaRegistry registry = new InMemoryRegistry();
  private final Topics topics = new Topics(registry, PARTITIONS);
  private final Topic<Money> ticks;
  private final Topic<Money> counts;

  private Counting(String name) {
    this.name = name;
    this.ticks = topic(name + ".ticks.v1");
    this.counts = topic(name + ".counts.v1");
    // Gives the schema the same id in every process.
    registry.register(ticks.subject(), Money.getClassSchema());
  }

  /** A counting context under its own application id, with its topics. */
  public static Counting create(String name) throws Exception {
    Counting counting = new Counting(name);
    TestBroker.createTopics(PARTITIONS, counting.ticks.name(), counting.counts.name());
    TestBroker.createTopics(1, Topics.deadLetters(name));
    return counting;
  }

  /** The same context in another process, which has created the topics. */
  public static Counting existing(String name) {
    return new Counting(name);
  }

  public Topics topics() {
    return topics;
  }

  public String store() {
    return name + "-state";
  }

  public String ticksTopic() {
    return ticks.name();
  }

  public String countsTopic() {
    return counts.name();
  }

  /** Built anew for each instance. */
  public StreamsModule module() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(ticks.name(), Wiring.read(ticks, "read-ticks"))
        .process(new Supplier(), Named.as("count-ticks"))
        .to(counts.name(), Wiring.write(counts, "write-counts"));
    return new StreamsModule(
        name,
        builder.build(),
        List.of(QueryableStore.asStored(store())),
        List.of(new KeyQuery(atLeast(), store(), this::countOfAtLeast)),
        Optional.empty(),
        false);
  }

  /** The question for a count that has reached the parameter "count". */
  public String atLeast() {
    return name + "-at-least";
  }

  private KeyQuery.Answer countOfAtLeast(
      KeyQuery.PartitionStores stores, String key, Map<String, String> parameters) {
    int wanted = Integer.parseInt(parameters.getOrDefault("count", ""));
    if (!(stores.open(store()).get(key) instanceof Money count)) {
      return new KeyQuery.Missing();
    }
    return count.getMinorUnits() < wanted
        ? new KeyQuery.Behind("the count is %d".formatted(count.getMinorUnits()))
        : new KeyQuery.Found(count);
  }

  /** Settings of one instance. */
  public StreamsAppConfig config(Path stateDir, int queryPort, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
                TestBroker.bootstrapServers(),
                "MILLRACE_KAFKA_REPLICATION",
                "1",
                "MILLRACE_STATE_DIR",
                stateDir.toString(),
                "MILLRACE_QUERY_ADVERTISED",
                "127.0.0.1:" + queryPort));
    environment.putAll(more);
    Settings settings = new Settings(environment);
    return settings.orThrow(StreamsAppConfig.from(settings));
  }

  /** Sends one tick; the producer is the caller's. */
  public RecordMetadata tick(KafkaProducer<String, byte[]> producer, String key, String currency)
      throws Exception {
    return send(
        producer,
        key,
        ticks.valueSerde().serializer().serialize(ticks.name(), new Money(1L, currency)));
  }

  /** Sends any bytes as a tick. */
  public RecordMetadata send(KafkaProducer<String, byte[]> producer, String key, byte[] value)
      throws Exception {
    return producer.send(new ProducerRecord<>(ticks.name(), key, value)).get(10, TimeUnit.SECONDS);
  }

  public Money count(byte[] bytes) {
    return counts.valueSerde().deserializer().deserialize(counts.name(), bytes);
  }

  public static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            TestBroker.bootstrapServers(),
            ProducerConfig.LINGER_MS_CONFIG,
            0),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** Reads committed records from the start. */
  public static KafkaConsumer<String, byte[]> consumer(String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestBroker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new org.apache.kafka.common.TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private Topic<Money> topic(String topicName) {
    return new Topic<>(
        topicName,
        Money.class,
        new AvroSerde<>(registry, Money.class),
        PARTITIONS,
        Cleanup.DELETE,
        Duration.ofDays(1),
        "any",
        "for tests");
  }

  private final class Supplier implements ProcessorSupplier<String, Money, String, Money> {
    @Override
    public Processor<String, Money, String, Money> get() {
      return new Counter(store());
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(store()),
              Serdes.String(),
              new AvroSerde<>(registry, Money.class)));
    }
  }

  private static final class Counter implements Processor<String, Money, String, Money> {
    private final String storeName;
    private ProcessorContext<String, Money> context;
    private KeyValueStore<String, Money> store;
    private ProcessorMetrics metrics;

    Counter(String storeName) {
      this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<String, Money> context) {
      this.context = context;
      this.store = context.getStateStore(storeName);
      this.metrics = new ProcessorMetrics(context);
    }

    @Override
    public void process(Record<String, Money> tick) {
      switch (tick.value().getCurrency()) {
        case "NOP" -> metrics.refused();
        case "BUG" -> throw new IllegalStateException("a broken invariant, on purpose");
        default -> {
          Money before = store.get(tick.key());
          Money after = new Money(before == null ? 1 : before.getMinorUnits() + 1, "EUR");
          store.put(tick.key(), after);
          metrics.decided();
          context.forward(tick.withValue(after));
        }
      }
    }

    @Override
    public void close() {
      metrics.close();
    }
  }
}
