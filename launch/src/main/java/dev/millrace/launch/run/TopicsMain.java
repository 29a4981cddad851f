package dev.millrace.launch.run;

import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.topics.TopicCheck;
import dev.millrace.schemas.topics.TopicCreator;
import dev.millrace.schemas.topics.Topics;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Creates what is missing of the topics and registers their schemas: once before the first process
 * of a cluster starts, and again after an update that brings new ones. It changes nothing that
 * exists, so it may be run at any time.
 */
public final class TopicsMain {

  private static final int EXIT_FAILED = 1;

  private TopicsMain() {}

  public static void main(String[] args) {
    System.exit(run(System.getenv(), System.out));
  }

  /**
   * Does it and says what was made.
   *
   * @return the exit code: 0 when everything is there, 1 when something could not be made
   */
  public static int run(Map<String, String> environment, PrintStream out) {
    try {
      var settings = new Settings(environment);
      Cluster cluster = Cluster.from(settings);
      short replication = Brokers.replication(settings);
      settings.orThrow(cluster);
      create(cluster, replication, out);
      return 0;
    } catch (InvalidSettingsException
        | StartRefusedException
        | IllegalStateException
        | SchemaRegistryException
        | KafkaException e) {
      out.println(e.getMessage());
      return EXIT_FAILED;
    }
  }

  private static void create(Cluster cluster, short replication, PrintStream out) {
    try (var registry = new HttpSchemaRegistry(cluster.registryUrl());
        Admin admin = Admin.create(cluster.brokers().clientSettings())) {
      var topics = new Topics(registry, cluster.partitions());
      TopicCheck found = TopicCheck.of(admin, topics);
      found
          .misfit()
          .ifPresent(
              misfit -> {
                throw new StartRefusedException(
                    ("%s has %d partitions and MILLRACE_PARTITIONS says %d: all topics need the"
                            + " same number, so set it to what they have")
                        .formatted(misfit.topic(), misfit.partitions(), cluster.partitions()));
              });
      List<String> made = TopicCreator.createMissing(admin, topics, replication);
      made.forEach(name -> out.println("created " + name));
      topics.registerSchemas();
      out.printf(
          "%d topics were made (%d partitions, %d copies), %d were there; %d schemas are at %s%n",
          made.size(),
          cluster.partitions(),
          replication,
          topics.all().size() + Topics.CONTEXTS.size() - made.size(),
          topics.all().size(),
          cluster.registryUrl());
    }
  }
}
