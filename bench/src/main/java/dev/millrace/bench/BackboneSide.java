package dev.millrace.bench;

import dev.millrace.bench.backbone.AvailabilityWatch;
import dev.millrace.bench.backbone.BackboneReservations;
import dev.millrace.bench.backbone.ConfirmationWatch;
import dev.millrace.bench.backbone.Stocking;
import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.load.ClosedLoop;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.load.OpenLoop;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.run.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The scenarios on a running backbone. */
final class BackboneSide {

  private final Settings settings;
  private final Measuring measuring;
  private final DataFolder folder;
  private final Instance instance;
  private final Topics topics;
  private final ProcessTree processes;

  /** Marks this call's SKUs, so that calls on one instance do not meet. */
  private final String skuPrefix = "bench-" + Long.toString(System.currentTimeMillis(), 36) + "-";

  private final Map<String, Long> availabilityLags = new TreeMap<>();

  BackboneSide(Settings settings, Measuring measuring, DataFolder folder, Instance instance) {
    this.settings = settings;
    this.measuring = measuring;
    this.folder = folder;
    this.instance = instance;
    this.topics = Connection.topics(instance);
    this.processes = ProcessTree.of(ProcessHandle.of(instance.pid()).orElseThrow());
  }

  ProcessTree processes() {
    return processes;
  }

  /**
   * @param seen takes what fits no table of both systems
   */
  void run(Map<String, Long> seen) throws InterruptedException {
    String hotSku = skuPrefix + "hot";
    boolean reserves =
        settings.measures(
            Scenario.RESERVATIONS, Scenario.HOT_SKU, Scenario.ZIPF, Scenario.SPLIT_SKU);
    int stocked = stocked();
    try (var stocking = new Stocking(instance.bootstrapServers(), topics)) {
      measuring.say("Receiving stock of %,d SKUs ...".formatted(stocked));
      stocking.receive(skuPrefix, stocked, Settings.UNITS_EACH, hotSku, Settings.HOT_UNITS);
      if (settings.measures(Scenario.ZIPF)) {
        stocking.receiveMore(skuPrefix, ZipfSkus.POPULAR, Settings.HOT_UNITS);
      }
      if (reserves) {
        reservations(hotSku);
        seen.putAll(availabilityLags);
      }
      var bulk = new BulkRuns(settings, measuring, instance, topics, processes, skuPrefix, hotSku);
      if (settings.measures(Scenario.FEED)) {
        bulk.feed(seen);
      }
      if (settings.measures(Scenario.EXPIRY)) {
        bulk.expiry(seen);
      }
      if (settings.buysCarts()) {
        measuring.say("Setting prices ...");
        stocking.price(skuPrefix, settings.pricedSkus());
        checkouts(stocking);
      }
    }
  }

  /** SKUs that need stock before the first run; a feed brings its own. */
  private int stocked() {
    if (settings.measures(
        Scenario.RESERVATIONS, Scenario.ZIPF, Scenario.EXPIRY, Scenario.RESTORE)) {
      return settings.skus();
    }
    return settings.measures(Scenario.HOT_SKU) || settings.buysCarts() ? settings.pricedSkus() : 0;
  }

  private void reservations(String hotSku) throws InterruptedException {
    if (settings.scenarios().contains(Scenario.RESERVATIONS)) {
      reserve(Scenario.RESERVATIONS, to -> to.job(index -> skuPrefix + settings.skuNumber(index)));
    }
    if (settings.scenarios().contains(Scenario.HOT_SKU)) {
      reserve(Scenario.HOT_SKU, to -> to.job(index -> hotSku));
    }
    if (settings.measures(Scenario.ZIPF)) {
      var zipf = new ZipfSkus(settings.skus());
      reserve(Scenario.ZIPF, to -> to.job(index -> skuPrefix + zipf.skuNumber(index)));
    }
    if (settings.measures(Scenario.SPLIT_SKU)) {
      try (var inventory = BackboneReservations.prompt(instance.bootstrapServers(), topics)) {
        inventory.split(hotSku, Settings.BUCKETS);
      }
      reserve(Scenario.SPLIT_SKU, to -> to.jobOfSplit(hotSku, Settings.BUCKETS));
    }
  }

  private void reserve(Scenario scenario, Function<BackboneReservations, Job> job)
      throws InterruptedException {
    try (var inventory = BackboneReservations.prompt(instance.bootstrapServers(), topics)) {
      measure(
          scenario,
          Phase.LATENCY,
          "at_rate",
          warm ->
              OpenLoop.run(
                  settings.reservationSchedule(), Settings.PATIENCE, warm, job.apply(inventory)));
    }
    try (var inventory = BackboneReservations.together(instance.bootstrapServers(), topics)) {
      measure(
          scenario,
          Phase.CAPACITY,
          "sustained",
          warm ->
              ClosedLoop.run(
                  settings.window(),
                  Long.MAX_VALUE,
                  settings.warmUpSeconds(),
                  settings.seconds(),
                  Settings.PATIENCE,
                  warm,
                  job.apply(inventory)));
    }
  }

  private void measure(Scenario scenario, Phase phase, String when, Measuring.Load load)
      throws InterruptedException {
    measuring.run(
        scenario,
        SystemUnderTest.MILLRACE,
        phase,
        processes,
        scenario == Scenario.RESERVATIONS ? withRowsWatched(when, load) : load);
  }

  /** The same load, and meanwhile a look at how soon readers of the stock table know of it. */
  private Measuring.Load withRowsWatched(String when, Measuring.Load load) {
    return warm -> {
      try (var rows = new AvailabilityWatch(instance.bootstrapServers(), topics)) {
        LoadResult result =
            load.run(
                () -> {
                  warm.run();
                  rows.begin();
                });
        String name = "availability_lag_" + when;
        availabilityLags.put(name + "_rows", rows.rows());
        availabilityLags.put(name + "_p50_ms", rows.percentileMs(50));
        availabilityLags.put(name + "_p99_ms", rows.percentileMs(99));
        return result;
      }
    };
  }

  private void checkouts(Stocking stocking) throws InterruptedException {
    var tokens = Tokens.signedBy(folder.tokenKey(), Clock.systemUTC());
    try (var watch = new ConfirmationWatch(instance.bootstrapServers(), topics);
        var client = new CheckoutClient(instance.edgeUrl())) {
      var runs = new CheckoutRuns(settings, measuring, SystemUnderTest.MILLRACE, processes);
      for (CheckoutStep step : CheckoutStep.allOf(settings)) {
        if (runs.isWorthRunning(step)) {
          measuring.say(
              "Filling %,d carts, lines in each: %d ...".formatted(step.carts(), step.lines()));
          List<Buyer> buyers =
              stocking.fillCarts(
                  tokens, skuPrefix, settings.pricedSkus(), step.lines(), step.carts());
          client.lookAtCarts(buyers);
          if (step.scenario() == Scenario.CHECKOUT_HOPS) {
            new HopRun(instance.bootstrapServers(), topics, measuring)
                .run(step, runs, client, buyers, watch::settled);
          } else {
            runs.run(step, client, buyers, watch::settled);
          }
        }
      }
    }
  }
}
