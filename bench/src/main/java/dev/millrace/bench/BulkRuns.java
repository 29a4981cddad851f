package dev.millrace.bench;

import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.bench.backbone.BackboneReservations;
import dev.millrace.bench.backbone.BulkFeed;
import dev.millrace.bench.backbone.ExpiryWatch;
import dev.millrace.bench.load.ClosedLoop;
import dev.millrace.bench.load.Latency;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.load.OpenLoop;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What many rows or many holds at once do to a hot SKU; on the backbone alone. */
final class BulkRuns {

  private static final Duration FEED_MAX = Duration.ofMinutes(30);
  private static final Duration SWEEP_MAX = Duration.ofMinutes(30);

  /** Holds that are made in a second at least, so that all stand before the first ends. */
  private static final int HOLDS_PER_SECOND_MIN = 2_000;

  private static final Duration HOLDS_SETTLE = Duration.ofSeconds(10);
  private static final int PERCENT = 100;

  private final Settings settings;
  private final Measuring measuring;
  private final Instance instance;
  private final Topics topics;
  private final ProcessTree processes;
  private final String skuPrefix;
  private final String hotSku;

  BulkRuns(
      Settings settings,
      Measuring measuring,
      Instance instance,
      Topics topics,
      ProcessTree processes,
      String skuPrefix,
      String hotSku) {
    this.settings = settings;
    this.measuring = measuring;
    this.instance = instance;
    this.topics = topics;
    this.processes = processes;
    this.skuPrefix = skuPrefix;
    this.hotSku = hotSku;
  }

  /** The hot SKU idle, beside a feed on its own lane, and beside the same feed on the usual one. */
  void feed(Map<String, Long> seen) throws InterruptedException {
    LoadResult idle = urgent("feed-idle", () -> {});
    LoadResult beside = feed("feed-lane", topics.stockFeedCommands(), seen);
    LoadResult behind = feed("feed-straight", topics.stockCommands(), seen);
    compare("feed-lane", idle, beside, seen);
    compare("feed-straight", idle, behind, seen);
  }

  private LoadResult feed(String name, Topic<StockCommand> lane, Map<String, Long> seen)
      throws InterruptedException {
    try (var feed =
        new BulkFeed(
            instance.bootstrapServers(),
            topics,
            lane,
            settings.feedRows(),
            skuPrefix + "fed-",
            settings.skus(),
            Settings.UNITS_EACH)) {
      LoadResult result = urgent(name, feed::start);
      Duration took = feed.await(FEED_MAX);
      seen.put(key(name, "ms"), took.toMillis());
      seen.put(
          key(name, "rows_per_second"),
          settings.feedRows() * 1_000L / Math.max(1, took.toMillis()));
      if (took.toSeconds() < settings.seconds()) {
        measuring.say("  the feed ended before the run: take more --feed-rows or fewer --seconds");
      }
      return result;
    }
  }

  /**
   * The hot SKU's reservations and movements at their rate.
   *
   * @param warm runs when the part that counts begins
   */
  private LoadResult urgent(String name, Runnable warm) throws InterruptedException {
    try (var urgent = BackboneReservations.prompt(instance.bootstrapServers(), topics)) {
      return measuring.run(
          name,
          SystemUnderTest.MILLRACE,
          Phase.LATENCY,
          processes,
          counted ->
              OpenLoop.run(
                  settings.urgentSchedule(),
                  FEED_MAX,
                  () -> {
                    counted.run();
                    warm.run();
                  },
                  urgent.reservationsAndMovements(hotSku)));
    }
  }

  /** Holds that end at about one moment, and the hot SKU while they do. */
  void expiry(Map<String, Long> seen) throws InterruptedException {
    LoadResult idle = urgent("expiry-idle", () -> {});
    seen.put("expiry_resident_before_mib", processes.residentMib());
    var deadline =
        Instant.now()
            .plusSeconds(settings.holds() / HOLDS_PER_SECOND_MIN)
            .plusSeconds(settings.warmUpSeconds())
            .plus(HOLDS_SETTLE);
    try (var watch = new ExpiryWatch(instance.bootstrapServers(), topics, skuPrefix)) {
      measuring.say("Holding %,d units until %s ...".formatted(settings.holds(), deadline));
      long held = hold(deadline);
      seen.put("expiry_holds", held);
      seen.put("expiry_holds_ended_early", watch.expired());
      seen.put("expiry_resident_held_mib", processes.residentMib());
      pauseUntil(deadline.minusSeconds(settings.warmUpSeconds()));
      LoadResult meanwhile = urgent("expiry-sweep", () -> {});
      long lastAtMs = watch.await(held, SWEEP_MAX);
      long tookMs = Math.max(1, lastAtMs - deadline.toEpochMilli());
      seen.put("expiry_sweep_ms", tookMs);
      seen.put("expiry_holds_ended_per_second", held * 1_000L / tookMs);
      seen.put("expiry_resident_after_mib", processes.residentMib());
      compare("expiry-sweep", idle, meanwhile, seen);
    }
  }

  private long hold(Instant deadline) throws InterruptedException {
    try (var holds = BackboneReservations.prompt(instance.bootstrapServers(), topics)) {
      return ClosedLoop.run(
              settings.window(),
              settings.holds(),
              0,
              Math.toIntExact(FEED_MAX.toSeconds()),
              FEED_MAX,
              () -> {},
              holds.until(deadline, index -> skuPrefix + settings.skuNumber(index)))
          .done();
    }
  }

  private static void compare(
      String name, LoadResult idle, LoadResult loaded, Map<String, Long> seen) {
    loaded
        .latencies()
        .forEach(
            (step, latency) -> {
              Latency before = idle.latencies().get(step);
              if (before != null && before.p99Micros() > 0) {
                seen.put(
                    key(name, step + "_p99_percent_of_idle"),
                    latency.p99Micros() * PERCENT / before.p99Micros());
              }
            });
  }

  private static String key(String name, String what) {
    return name.replace('-', '_') + "_" + what;
  }

  private static void pauseUntil(Instant moment) {
    for (long leftMs = leftMs(moment); leftMs > 0; leftMs = leftMs(moment)) {
      LockSupport.parkNanos(Duration.ofMillis(leftMs).toNanos());
    }
  }

  private static long leftMs(Instant moment) {
    return moment.toEpochMilli() - Instant.now().toEpochMilli();
  }
}
