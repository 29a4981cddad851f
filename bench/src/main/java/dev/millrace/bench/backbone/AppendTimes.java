package dev.millrace.bench.backbone;

import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Lets the broker stamp the records of a checkout's way when it appends them. Of themselves they
 * carry the time that was decided by, which a topology takes from the record that it reads: along a
 * checkout it stays that of the edge's command, and tells nothing about hops.
 */
public final class AppendTimes {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final String LOG_APPEND_TIME = "LogAppendTime";

  private AppendTimes() {}

  /** The topics that a checkout goes through, from the price to the confirmation. */
  static List<Topic<?>> topics(Topics topics) {
    return List.of(
        topics.quoteCommands(),
        topics.orderCommands(),
        topics.replies(),
        topics.stockCommands(),
        topics.reservationResults(),
        topics.paymentRequests(),
        topics.paymentResults(),
        topics.orderEvents());
  }

  /** From now on; there is no way back, so only for a log that nobody keeps. */
  public static void stamp(String bootstrapServers, Topics topics) throws InterruptedException {
    var byAppending =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME),
            AlterConfigOp.OpType.SET);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic<?> topic : topics(topics)) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), List.of(byAppending));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .incrementalAlterConfigs(changes)
          .all()
          .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker does not stamp records", e);
    }
  }
}
