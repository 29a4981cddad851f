package dev.millrace.kit.app;

import dev.millrace.kit.query.QueryAddress;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process runs its Streams applications.
 *
 * @param replicationFactor of the topics that Streams makes for itself; exactly-once needs 3 on a
 *     cluster
 * @param stateDir local stores; must survive restarts, or every start restores all state
 * @param instanceId identity of this process that survives its restarts; empty: a new identity each
 *     time
 * @param applicationServer host:port of this process's query server
 */
public record StreamsAppConfig(
    Brokers brokers,
    short replicationFactor,
    Path stateDir,
    String clientIdPrefix,
    Optional<String> instanceId,
    String applicationServer,
    int threads,
    int standbys,
    Latency latency,
    Limits limits,
    RocksDb rocksDb) {

  /**
   * What a hop over Kafka waits for.
   *
   * @param commitInterval output of a command is visible after the next commit, which comes after
   *     this time at the latest; see {@link CommitPace}
   * @param idlePoll how long a thread without work may sleep; timers are late by as much
   */
  public record Latency(Duration commitInterval, Duration idlePoll) {}

  /**
   * Bounds on waiting.
   *
   * @param session a dead process keeps its partitions this long, unless it comes back under its
   *     instance id
   * @param transaction a dead process's open transaction holds up readers at most this long
   * @param close how long closing may take before the process goes on without it
   */
  public record Limits(
      Duration session, Duration transaction, Duration close, int recordsPerPollMax) {}

  /** Native memory that all stores of the process share, however many stores there are. */
  public record RocksDb(int blockCacheMb, int memtablesMb) {
    static final String BLOCK_CACHE_MB_KEY = "millrace.rocksdb.block.cache.mb";
    static final String MEMTABLES_MB_KEY = "millrace.rocksdb.memtables.mb";
  }

  private static final String HOST_AND_PORT = "[A-Za-z0-9._-]{1,255}:\\d{1,5}";

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static StreamsAppConfig from(Settings settings) {
    StreamsAppConfig config =
        new StreamsAppConfig(
            Brokers.from(settings),
            Brokers.replication(settings),
            settings.path(
                "MILLRACE_STATE_DIR",
                "folder of the local stores; must survive restarts",
                "data/state"),
            settings.text(
                "MILLRACE_CLIENT_ID_PREFIX",
                "begins the client ids that brokers log",
                "millrace",
                "[a-z0-9-]{1,40}",
                "lower case, digits, hyphens"),
            settings.optional(
                "MILLRACE_INSTANCE_ID",
                "identity of this process; one that restarts under it takes its place back at once",
                "[A-Za-z0-9._-]{0,100}",
                "letters, digits, dots, hyphens"),
            settings.text(
                "MILLRACE_QUERY_ADVERTISED",
                "where other instances reach this one's query server",
                "localhost:" + QueryAddress.from(settings).port(),
                HOST_AND_PORT,
                "host:port"),
            settings.integer(
                "MILLRACE_STREAMS_THREADS", "stream threads of each application", 1, 1, 64),
            settings.integer(
                "MILLRACE_STREAMS_STANDBYS", "warm copies of each store on others", 0, 0, 5),
            latency(settings),
            limits(settings),
            rocksDb(settings));
    settings.require(
        config.limits().transaction().compareTo(config.latency().commitInterval()) > 0,
        "MILLRACE_STREAMS_TRANSACTION_TIMEOUT must be longer than"
            + " MILLRACE_STREAMS_COMMIT_INTERVAL");
    return config;
  }

  /** How this module runs: as the settings say, but at its own pace if it has one. */
  StreamsAppConfig at(StreamsModule module) {
    return module
        .commitInterval()
        .map(interval -> withLatency(new Latency(interval, latency.idlePoll())))
        .orElse(this);
  }

  private StreamsAppConfig withLatency(Latency other) {
    return new StreamsAppConfig(
        brokers,
        replicationFactor,
        stateDir,
        clientIdPrefix,
        instanceId,
        applicationServer,
        threads,
        standbys,
        other,
        limits,
        rocksDb);
  }

  private static Latency latency(Settings settings) {
    return new Latency(
        settings.duration(
            "MILLRACE_STREAMS_COMMIT_INTERVAL",
            "longest time between commits of a thread with work; it commits sooner while commits"
                + " are quick",
            Duration.ofMillis(25),
            Duration.ofMillis(1),
            Duration.ofSeconds(30)),
        settings.duration(
            "MILLRACE_STREAMS_IDLE_POLL",
            "longest sleep of a thread without work; timers are late by as much",
            Duration.ofMillis(100),
            Duration.ofMillis(1),
            Duration.ofSeconds(1)));
  }

  private static Limits limits(Settings settings) {
    return new Limits(
        settings.duration(
            "MILLRACE_STREAMS_SESSION_TIMEOUT",
            "a silent process loses its partitions after this time",
            Duration.ofSeconds(10),
            Duration.ofSeconds(6),
            Duration.ofMinutes(5)),
        settings.duration(
            "MILLRACE_STREAMS_TRANSACTION_TIMEOUT",
            "the open transaction of a dead process is aborted after this time",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5)),
        settings.duration(
            "MILLRACE_STREAMS_CLOSE_MAX",
            "longest orderly close of an application",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5)),
        settings.integer(
            "MILLRACE_STREAMS_RECORDS_PER_POLL_MAX", "records taken in one poll", 500, 1, 10_000));
  }

  private static RocksDb rocksDb(Settings settings) {
    return new RocksDb(
        settings.integer(
            "MILLRACE_ROCKSDB_BLOCK_CACHE_MB",
            "blocks, indexes and filters of all stores",
            128,
            8,
            65_536),
        settings.integer(
            "MILLRACE_ROCKSDB_MEMTABLES_MB", "unflushed writes of all stores", 64, 8, 16_384));
  }
}
