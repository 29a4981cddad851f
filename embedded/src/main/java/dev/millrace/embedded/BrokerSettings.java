package dev.millrace.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.server.config.AbstractKafkaConfig;

/** Every setting of the embedded broker that differs from Kafka's default, each with its reason. */
final class BrokerSettings {
  static final int NODE_ID = 1;

  /** Decided by the start itself; an override would contradict the bound sockets or the folder. */
  private static final Set<String> FIXED =
      Set.of(
          "process.roles",
          "node.id",
          "listeners",
          "controller.listener.names",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers",
          "log.dir",
          "log.dirs",
          "metadata.log.dir");

  private BrokerSettings() {}

  /** The settings of one start. The ports may differ from those of the start before. */
  static Map<String, String> of(
      Path dataDir,
      String host,
      String advertisedHost,
      ListenSockets sockets,
      Map<String, String> overrides) {
    var problems = problemsOf(overrides);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("broker settings: " + String.join("; ", problems));
    }
    var settings = new LinkedHashMap<String, String>();
    identity(settings, dataDir, host, advertisedHost, sockets);
    oneNode(settings);
    latency(settings);
    durability(settings);
    frugality(settings);
    settings.putAll(overrides);
    return settings;
  }

  private static List<String> problemsOf(Map<String, String> overrides) {
    var problems = new ArrayList<String>();
    for (var name : new TreeMap<>(overrides).keySet()) {
      if (FIXED.contains(name)) {
        problems.add(name + " is fixed by the embedded broker");
      } else if (!AbstractKafkaConfig.CONFIG_DEF.names().contains(name)) {
        problems.add(name + " is not a setting of this Kafka");
      }
    }
    return problems;
  }

  private static void identity(
      Map<String, String> settings,
      Path dataDir,
      String host,
      String advertisedHost,
      ListenSockets sockets) {
    var brokerPort = sockets.port(ListenSockets.BROKER);
    var controllerPort = sockets.port(ListenSockets.CONTROLLER);
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("log.dirs", dataDir.toAbsolutePath().toString());
    settings.put(
        "listeners",
        "BROKER://%s:%d,CONTROLLER://127.0.0.1:%d".formatted(host, brokerPort, controllerPort));
    settings.put("advertised.listeners", "BROKER://%s:%d".formatted(advertisedHost, brokerPort));
    settings.put("inter.broker.listener.name", ListenSockets.BROKER);
    settings.put("controller.listener.names", ListenSockets.CONTROLLER);
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    // A voter given here, not recorded in the data, may come back on another port.
    settings.put("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort));
  }

  /** There is nobody to replicate to, and two cores need few partitions of internal topics. */
  private static void oneNode(Map<String, String> settings) {
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    // A topic that the catalogue does not know is a mistake, not a wish.
    settings.put("auto.create.topics.enable", "false");
  }

  private static void latency(Map<String, String> settings) {
    // A transaction that follows at once on another waits for its markers; the default of 20 ms
    // would be the tail of every exactly-once hop.
    settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    // All members of a group start together here: nobody is worth waiting for.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.initial.rebalance.delay.ms", "0");
    // Creating topics at start-up is a series of small metadata writes.
    settings.put("controller.quorum.append.linger.ms", "2");
    // After a kill, what it left open blocks readers of committed data: look every second, and
    // let no transaction stay open longer than a minute.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.put("transaction.max.timeout.ms", "60000");
    // After a kill the controller waits this long for the node's former life before it lets the
    // new one register. Not shorter: a node that stalls for longer loses its leaderships for a
    // moment.
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("broker.heartbeat.interval.ms", "1000");
  }

  /** Kafka forgets what looks unused; a shop that was switched off for a month is not unused. */
  private static void durability(Map<String, String> settings) {
    // Ten years, and as many days as fit into the setting's milliseconds.
    settings.put("offsets.retention.minutes", Integer.toString(3650 * 24 * 60));
    settings.put("transactional.id.expiration.ms", Integer.toString(24 * 24 * 60 * 60 * 1000));
    // The log is the system of record: only a topic's own setting may drop its records.
    settings.put("log.retention.ms", "-1");
  }

  private static void frugality(Map<String, String> settings) {
    // Two cores, shared with everything else; the handlers never wait.
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "3");
    settings.put("background.threads", "2");
    settings.put("group.coordinator.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "2");
    // Small enough that a demo's changelogs get cleaned, large enough for few files.
    settings.put("log.segment.bytes", Integer.toString(64 << 20));
    settings.put("log.preallocate", "false");
    // 64 MB of log need at most 200 KB of index; the default maps 10 MB per partition and index.
    settings.put("log.index.size.max.bytes", Integer.toString(256 << 10));
    // Written with every commit and only useful compacted: short segments, so cleaning keeps up
    // and a restart reads little.
    settings.put("offsets.topic.segment.bytes", Integer.toString(16 << 20));
    settings.put("transaction.state.log.segment.bytes", Integer.toString(16 << 20));
    settings.put("share.coordinator.state.topic.segment.bytes", Integer.toString(16 << 20));
    settings.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
    // 8 MB hold 300,000 keys per cleaning pass; the default takes 128 MB of heap.
    settings.put("log.cleaner.threads", "1");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(256 << 10));
    // A no-op written twice a second, for ever, tells a lone controller nothing.
    settings.put("metadata.max.idle.interval.ms", "10000");
  }
}
