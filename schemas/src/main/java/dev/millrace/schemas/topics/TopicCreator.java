package dev.millrace.schemas.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates what is missing of the catalogue; never changes or deletes a topic that exists. */
public final class TopicCreator {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /** Compact small tables often enough that a restart does not read their whole past. */
  private static final String COMPACT_DIRTY_RATIO = "0.2";

  private TopicCreator() {}

  /**
   * Creates the missing topics.
   *
   * @param replication 1 on a single broker, else 3: exactly-once needs it
   * @return names of the topics that were created
   * @throws IllegalStateException if the brokers refuse or do not answer in time
   */
  public static List<String> createMissing(Admin admin, Topics topics, short replication) {
    try {
      Set<String> existing = admin.listTopics().names().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      List<NewTopic> missing =
          definitions(topics, replication).stream()
              .filter(topic -> !existing.contains(topic.name()))
              .toList();
      for (var creation : admin.createTopics(missing).values().entrySet()) {
        try {
          creation.getValue().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          // Another instance may create the same topics at the same moment.
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
      return missing.stream().map(NewTopic::name).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the brokers did not create the topics: " + e.getMessage(), e);
    }
  }

  private static List<NewTopic> definitions(Topics topics, short replication) {
    List<NewTopic> definitions = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      definitions.add(
          new NewTopic(topic.name(), topic.partitions(), replication)
              .configs(config(topic, replication)));
    }
    for (String context : Topics.CONTEXTS) {
      definitions.add(
          new NewTopic(Topics.deadLetters(context), 1, replication)
              .configs(
                  Map.of(
                      TopicConfig.RETENTION_MS_CONFIG,
                      Long.toString(DEAD_LETTER_RETENTION.toMillis()))));
    }
    return definitions;
  }

  private static Map<String, String> config(Topic<?> topic, short replication) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().policy());
    Duration retention = topic.retention();
    config.put(
        TopicConfig.RETENTION_MS_CONFIG,
        retention == null ? "-1" : Long.toString(retention.toMillis()));
    if (topic.cleanup() == Cleanup.COMPACT) {
      config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, COMPACT_DIRTY_RATIO);
    }
    if (replication >= 3) {
      config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    return config;
  }
}
