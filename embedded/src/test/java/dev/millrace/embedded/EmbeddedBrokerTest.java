package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path dataDir;

  @Test
  void committedRecordsAndClusterIdSurviveARestartOnAnotherPort() throws Exception {
    String clusterId;
    String firstAddress;
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(dataDir))) {
      clusterId = broker.clusterId();
      firstAddress = broker.bootstrapServers();
      Clients.createTopic(firstAddress, "things");
      Clients.commit(firstAddress, "things", "one", "two");
      assertThat(Clients.committed(firstAddress, "things", 2)).containsExactly("one", "two");
    }
    try (var firstPort =
            new ServerSocket(portOf(firstAddress), 1, InetAddress.getLoopbackAddress());
        var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(dataDir))) {
      assertThat(portOf(broker.bootstrapServers())).isNotEqualTo(firstPort.getLocalPort());
      assertThat(broker.clusterId()).isEqualTo(clusterId);
      Clients.commit(broker.bootstrapServers(), "things", "three");
      assertThat(Clients.committed(broker.bootstrapServers(), "things", 3))
          .containsExactly("one", "two", "three");
    }
  }

  @Test
  void committedRecordsSurviveAKillOfTheProcessAndOpenOnesDoNot() throws Exception {
    try (var child = ChildJvm.start(BrokerKilledMain.class, dataDir.toString())) {
      child.awaitLine("ready");
      child.kill();
    }
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(dataDir))) {
      Clients.commit(broker.bootstrapServers(), "things", "after");
      assertThat(Clients.committed(broker.bootstrapServers(), "things", 3))
          .containsExactly("one", "two", "after");
    }
  }

  @Test
  void refusesAFolderThatAnotherBrokerUsesAndSettingsItDoesNotKnow() {
    try (var first = EmbeddedBroker.start(EmbeddedBroker.Options.in(dataDir))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Options.in(dataDir)))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("another broker is running on the data folder");
      var samePort =
          EmbeddedBroker.Options.in(dataDir.resolve("other"))
              .withPort(portOf(first.bootstrapServers()));
      assertThatThrownBy(() -> EmbeddedBroker.start(samePort))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + samePort.port());
    }
    var wrong =
        EmbeddedBroker.Options.in(dataDir)
            .withOverrides(Map.of("log.segmentbytes", "1", "node.id", "7"));
    assertThatThrownBy(() -> EmbeddedBroker.start(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("log.segmentbytes is not a setting of this Kafka")
        .hasMessageContaining("node.id is fixed by the embedded broker");
  }

  @Test
  void aFatalFaultWhileStartingIsAnExceptionAndTheFolderCanBeUsedAgain() {
    var options = EmbeddedBroker.Options.in(dataDir);
    var faulty = options.withOverrides(Map.of("authorizer.class.name", "no.such.Authorizer"));
    assertThatThrownBy(() -> EmbeddedBroker.start(faulty))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("the broker did not start")
        .hasMessageContaining("no.such.Authorizer");
    var wrong = options.withOverrides(Map.of("num.io.threads", "few"));
    assertThatThrownBy(() -> EmbeddedBroker.start(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("num.io.threads");
    try (var broker = EmbeddedBroker.start(options.withHost("0.0.0.0"))) {
      assertThat(broker.bootstrapServers()).doesNotStartWith("0.0.0.0");
    }
  }

  @Test
  void everySettingIsOneThatThisKafkaKnows() {
    try (var sockets = ListenSockets.bind("127.0.0.1", 0)) {
      var own = BrokerSettings.of(dataDir, "127.0.0.1", "127.0.0.1", sockets, Map.of());
      assertThat(own.keySet())
          .allMatch(
              name ->
                  org.apache.kafka.server.config.AbstractKafkaConfig.CONFIG_DEF
                      .names()
                      .contains(name));
      assertThat(own).containsEntry("add.partitions.to.txn.retry.backoff.ms", "1");
    }
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}
