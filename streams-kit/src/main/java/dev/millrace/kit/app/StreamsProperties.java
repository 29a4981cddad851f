package dev.millrace.kit.app;

import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams that every context runs with. */
final class StreamsProperties {

  /** A task that keeps failing on the brokers is given up after this time. */
  private static final Duration TASK_TIMEOUT = Duration.ofMinutes(2);

  /** Moving a task is looked into this often while its new owner catches up; Kafka's least. */
  private static final Duration PROBING_REBALANCE_INTERVAL = Duration.ofMinutes(1);

  private static final int WARMUP_REPLICAS_MAX = 4;

  /**
   * What nobody waits for is committed this many times later than what somebody does. Streams'
   * interval has to be the longer one: once it has passed, Streams commits after the next record,
   * whatever else came with it, and the rest would wait for another commit.
   */
  private static final int UNAWAITED_INTERVALS = 4;

  /** Longer than any pause that the {@link CommitPace} makes. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** What one commit under load has for a partition. */
  private static final int BATCH_BYTES = 64 << 10;

  /** The first pause before a producer tries again; it doubles, up to Kafka's one second. */
  private static final Duration RETRY_BACKOFF = Duration.ofMillis(5);

  /**
   * Shared by the stores that ask for it: those whose entries are often written several times
   * within one commit, which then costs one record of the changelog.
   */
  private static final long WRITE_CACHE_BYTES_MAX = 8L << 20;

  private StreamsProperties() {}

  /**
   * Of a context.
   *
   * @param deadLetter run for each record that is put aside
   */
  static Properties of(StreamsModule module, StreamsAppConfig config, Runnable deadLetter) {
    Properties properties = new Properties();
    properties.putAll(config.brokers().clientSettings());
    identity(properties, module.applicationId(), config);
    exactlyOnce(properties, config);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval(module, config));
    consumers(properties, config);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, WRITE_CACHE_BYTES_MAX);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbBounds.class);
    properties.put(StreamsAppConfig.RocksDb.BLOCK_CACHE_MB_KEY, config.rocksDb().blockCacheMb());
    properties.put(StreamsAppConfig.RocksDb.MEMTABLES_MB_KEY, config.rocksDb().memtablesMb());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
        Topics.deadLetters(module.applicationId()));
    properties.put(DeadLetterHandler.COUNTER_KEY, deadLetter);
    properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    // Brokers are told nothing about this client but what it asks them.
    properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return properties;
  }

  private static long commitInterval(StreamsModule module, StreamsAppConfig config) {
    long intervalMs = config.latency().commitInterval().toMillis();
    return module.commitInterval().isPresent() ? intervalMs : UNAWAITED_INTERVALS * intervalMs;
  }

  private static void identity(
      Properties properties, String applicationId, StreamsAppConfig config) {
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.CLIENT_ID_CONFIG, config.clientIdPrefix() + "-" + applicationId);
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.applicationServer());
    properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // Streams adds the thread's number. A process killed and started again takes its own place in
    // the group at once; others would have to wait until the session of the dead one times out.
    config
        .instanceId()
        .ifPresent(
            id ->
                properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    applicationId + "-" + id));
  }

  private static void exactlyOnce(Properties properties, StreamsAppConfig config) {
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.POLL_MS_CONFIG, config.latency().idlePoll().toMillis());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
    properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, WARMUP_REPLICAS_MAX);
    properties.put(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_REBALANCE_INTERVAL.toMillis());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replicationFactor());
    properties.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TASK_TIMEOUT.toMillis());
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    // Nobody reads a record before its transaction ends, and the commit sends at once what waits:
    // full batches go early, the rest in one request. Sent as they come they made four requests of
    // each commit, and the first ones met the end of the transaction before them.
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER.toMillis());
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    // A transaction's first batch may be sent back while the one before it still ends; batches
    // behind it would then arrive out of order and be sent again. One at a time also makes larger
    // batches, and what is sent back is sent again after a moment, not after Kafka's 100 ms.
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
        RETRY_BACKOFF.toMillis());
    int transactionMs = Math.toIntExact(config.limits().transaction().toMillis());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), transactionMs);
  }

  private static void consumers(Properties properties, StreamsAppConfig config) {
    int sessionMs = Math.toIntExact(config.limits().session().toMillis());
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), sessionMs);
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        sessionMs / 4);
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        config.limits().recordsPerPollMax());
    // A command sent before the first start is still a command.
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, -1L);
  }
}
