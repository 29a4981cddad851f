package dev.millrace.kit.app;

import dev.millrace.schemas.topics.DeadLetters;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One context that runs. Local state is never wiped here: a start with the state of the last run is
 * what makes restarts quick.
 *
 * <p>Threading: safe to share.
 */
public final class StreamsApp implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

  private final StreamsModule module;
  private final StreamsAppConfig config;
  private final Topics topics;
  private final KafkaStreams streams;
  private final StreamsClients clients;
  private final KafkaStreamsMetrics metrics;
  private final RestoreProgress restoring = new RestoreProgress();
  private final CompletableFuture<KafkaStreams.State> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private StreamsApp(
      StreamsModule module,
      Topics topics,
      StreamsAppConfig config,
      StreamsClients clients,
      Counter deadLetters) {
    this.module = module;
    this.topics = topics;
    this.config = config;
    this.clients = clients;
    this.streams =
        new KafkaStreams(
            module.topology(),
            StreamsProperties.of(module, config, deadLetters::increment),
            clients);
    this.metrics =
        new KafkaStreamsMetrics(streams, List.of(Tag.of("context", module.applicationId())));
  }

  /**
   * Starts the module and returns at once; {@link #ready} tells when it works.
   *
   * @throws org.apache.kafka.streams.errors.TopologyException if a store or a topic has a generated
   *     name
   */
  public static StreamsApp start(
      StreamsModule module, Topics topics, StreamsAppConfig process, MeterRegistry meters) {
    ChosenNames.require(module.topology());
    StreamsAppConfig config = process.at(module);
    StreamsApp app =
        new StreamsApp(
            module,
            topics,
            config,
            new StreamsClients(config.latency().commitInterval()),
            meters.counter(DeadLetters.METER, DeadLetters.METER_CONTEXT, module.applicationId()));
    app.streams.setUncaughtExceptionHandler(
        new FailurePolicy(module.applicationId(), InstantSource.system()));
    app.streams.setStateListener(app::onState);
    app.streams.setGlobalStateRestoreListener(app.restoring);
    app.metrics.bindTo(meters);
    try {
      app.streams.start();
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
    return app;
  }

  public String applicationId() {
    return module.applicationId();
  }

  public StreamsModule module() {
    return module;
  }

  public StreamsAppConfig config() {
    return config;
  }

  public Topics topics() {
    return topics;
  }

  /** For interactive queries only; who starts and closes it is this class. */
  public KafkaStreams streams() {
    return streams;
  }

  /**
   * Whether the record at the offset is committed, as far as this process knows, so that all stores
   * of the partition's task have seen it. Means nothing for partitions that others own.
   */
  public boolean committed(TopicPartition partition, long offset) {
    return clients.begunBehind(partition, offset)
        || streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .anyMatch(task -> task.committedOffsets().getOrDefault(partition, -1L) > offset);
  }

  /** The last offset of each input of one partition that this process has committed. */
  public Map<TopicPartition, Long> lastCommitted(int partition) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .filter(task -> task.taskId().partition() == partition)
        .forEach(
            task -> task.committedOffsets().forEach((input, next) -> offsets.put(input, next - 1)));
    return offsets;
  }

  /** The partitions of a store that this process owns. */
  public List<Integer> activePartitions(String store) {
    return streams.streamsMetadataForStore(store).stream()
        .filter(
            host -> host.hostInfo().equals(HostInfo.buildFromEndpoint(config.applicationServer())))
        .flatMap(host -> host.topicPartitions().stream().map(TopicPartition::partition))
        .distinct()
        .sorted()
        .toList();
  }

  public KafkaStreams.State state() {
    return streams.state();
  }

  /** True while all threads work: none restores state or waits for its partitions. */
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Changelog records still to be read before all stores can be asked. */
  public long recordsToRestore() {
    return restoring.recordsLeft();
  }

  /** False once it has ended by itself; only a new process can help then. */
  public boolean alive() {
    return switch (streams.state()) {
      case CREATED, REBALANCING, RUNNING -> true;
      case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> false;
    };
  }

  /** Completes when it has ended, by {@link #close} or by a failure (state ERROR). */
  public CompletionStage<KafkaStreams.State> ended() {
    return ended.minimalCompletionStage();
  }

  /**
   * Commits what is done and ends, within the bound that the settings give. A process with an
   * instance id keeps its place in the group for its next start; others leave it, so that the rest
   * take over at once.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    metrics.close();
    GroupMembershipOperation membership =
        config.instanceId().isPresent()
            ? GroupMembershipOperation.REMAIN_IN_GROUP
            : GroupMembershipOperation.LEAVE_GROUP;
    boolean orderly =
        streams.close(
            CloseOptions.timeout(config.limits().close()).withGroupMembershipOperation(membership));
    if (!orderly) {
      LOG.warn("{} did not close within {}", applicationId(), config.limits().close());
    }
  }

  private void onState(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.info("{}: {} -> {}", applicationId(), before, now);
    if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
      ended.complete(now);
    }
  }
}
