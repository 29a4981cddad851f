package dev.millrace.launch.run;

import dev.millrace.launch.config.Cluster;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.TopicCheck;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.clients.admin.Admin;

/** A process's way to the log and the schemas. */
public final class ClusterConnection {

  private static final int NAMED_MAX = 3;

  private final Cluster cluster;
  private final Topics topics;

  private ClusterConnection(Cluster cluster, Topics topics) {
    this.cluster = cluster;
    this.topics = topics;
  }

  /** Asks nobody yet; the registry is closed with the process. */
  public static ClusterConnection of(Cluster cluster, RunningProcess process) {
    var registry = process.keep(new HttpSchemaRegistry(cluster.registryUrl()));
    return new ClusterConnection(cluster, new Topics(registry, cluster.partitions()));
  }

  public Topics topics() {
    return topics;
  }

  /**
   * Makes sure that the topics are there, since a process without them would only fail later and
   * less clearly.
   *
   * @throws StartRefusedException saying what to do
   */
  public void requireTopics() {
    TopicCheck found;
    try (Admin admin = Admin.create(cluster.brokers().clientSettings())) {
      found = TopicCheck.of(admin, topics);
    } catch (IllegalStateException e) {
      throw new StartRefusedException(
          "Kafka at %s cannot be asked for its topics: %s"
              .formatted(cluster.brokers().bootstrapServers(), e.getMessage()));
    }
    if (!found.missing().isEmpty()) {
      throw new StartRefusedException(
          "%d topics are missing (%s): create them with ./millrace run topics"
              .formatted(found.missing().size(), some(found)));
    }
    found
        .misfit()
        .ifPresent(
            misfit -> {
              throw new StartRefusedException(
                  "%s has %d partitions and MILLRACE_PARTITIONS says %d: set it to what the topics have"
                      .formatted(misfit.topic(), misfit.partitions(), cluster.partitions()));
            });
  }

  private static String some(TopicCheck found) {
    String named = String.join(", ", found.missing().stream().limit(NAMED_MAX).toList());
    return found.missing().size() > NAMED_MAX ? named + ", …" : named;
  }
}
