package dev.millrace.standalone.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Cluster;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTopicsTest {

  @Test
  void dataOfAnotherNumberOfPartitionsAreRefusedWithTheTwoWaysOut(@TempDir Path data) {
    var folder = new DataFolder(data);
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder.kafka()))) {
      prepare(folder, broker, 2);
      prepare(folder, broker, 2);

      assertThatThrownBy(() -> prepare(folder, broker, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the data in %s were written with 2 partitions and MILLRACE_PARTITIONS says 3; start"
                  + " with MILLRACE_PARTITIONS=2, or delete them with ./millrace reset --data %s",
              folder.root(), folder.root());
    }
  }

  private static void prepare(DataFolder folder, EmbeddedBroker broker, int partitions) {
    var cluster =
        new Cluster(Brokers.at(broker.bootstrapServers()), URI.create("http://unused"), partitions);
    InstanceTopics.prepare(folder, cluster, new Topics(new InMemoryRegistry(), partitions));
  }
}
