package dev.millrace.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @Test
  void aFolderWithoutDataHasNoPartitionsYet(@TempDir Path root) throws Exception {
    var folder = new DataFolder(root);
    assertThat(folder.partitions()).isEmpty();

    Files.createDirectories(folder.kafka().resolve("__cluster_metadata-0"));
    assertThat(folder.partitions()).isEmpty();
  }

  @Test
  void dataKeepTheNumberOfPartitionsThatTheyWereWrittenWith(@TempDir Path root) throws Exception {
    var folder = new DataFolder(root);
    for (String name : new String[] {"edge.replies.v1-0", "edge.replies.v1-1", "orders.x.v1-2"}) {
      Files.createDirectories(folder.kafka().resolve(name));
    }
    assertThat(folder.partitions()).hasValue(2);
  }
}
