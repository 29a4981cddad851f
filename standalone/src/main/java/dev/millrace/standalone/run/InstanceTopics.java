package dev.millrace.standalone.run;

import dev.millrace.launch.config.Cluster;
import dev.millrace.schemas.topics.TopicCheck;
import dev.millrace.schemas.topics.TopicCreator;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.DataFolder;
import org.apache.kafka.clients.admin.Admin;

/** The topics of an instance's own broker. */
final class InstanceTopics {

  private static final short REPLICATION = 1;

  private InstanceTopics() {}

  /**
   * Creates what is missing and registers the schemas.
   *
   * @throws IllegalStateException if the data were written with another number of partitions: keys
   *     would move away from their state
   */
  static void prepare(DataFolder folder, Cluster cluster, Topics topics) {
    try (Admin admin = Admin.create(cluster.brokers().clientSettings())) {
      TopicCheck.of(admin, topics)
          .misfit()
          .ifPresent(
              misfit -> {
                throw new IllegalStateException(
                    ("the data in %s were written with %d partitions and MILLRACE_PARTITIONS says"
                            + " %d; start with MILLRACE_PARTITIONS=%d, or delete them with"
                            + " ./millrace reset --data %s")
                        .formatted(
                            folder.root(),
                            misfit.partitions(),
                            cluster.partitions(),
                            misfit.partitions(),
                            folder.root()));
              });
      TopicCreator.createMissing(admin, topics, REPLICATION);
    }
    topics.registerSchemas();
  }
}
