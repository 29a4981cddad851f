package dev.millrace.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.load.ClosedLoop;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.OpenLoop;
import dev.millrace.bench.load.Outcome;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.postgres.PostgresReservations;
import dev.millrace.bench.postgres.PostgresServer;
import dev.millrace.bench.postgres.PostgresShop;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** The same jobs on PostgreSQL. */
final class PostgresSide {

  private static final String SKU_PREFIX = "bench-";
  private static final String HOT_SKU = "bench-hot";

  private final Settings settings;
  private final Measuring measuring;

  PostgresSide(Settings settings, Measuring measuring) {
    this.settings = settings;
    this.measuring = measuring;
  }

  /**
   * Runs every scenario that is asked for, on a server of its own.
   *
   * @param folder takes the server's files
   * @return the server's settings
   */
  Map<String, String> run(Path folder) throws IOException, SQLException, InterruptedException {
    measuring.say("Starting PostgreSQL ...");
    try (var server = PostgresServer.start(folder, settings.synchronousCommit())) {
      if (settings.measures(Scenario.RESERVATIONS, Scenario.HOT_SKU, Scenario.ZIPF)) {
        reservations(server);
      }
      List<CheckoutStep> steps = CheckoutStep.allOf(settings);
      if (steps.stream().anyMatch(step -> step.scenario().isBesidePostgres())) {
        checkouts(server, folder);
      }
      return server.settings();
    }
  }

  private void reservations(PostgresServer server) throws SQLException, InterruptedException {
    try (HikariDataSource pool = PostgresServer.pool(server.jdbcUrl(), settings.connections())) {
      var reservations = new PostgresReservations(pool, settings.oneStatement());
      reservations.prepare(
          SKU_PREFIX, settings.skus(), Settings.UNITS_EACH, HOT_SKU, Settings.HOT_UNITS);
      var processes = ProcessTree.of(server.process());
      if (settings.scenarios().contains(Scenario.RESERVATIONS)) {
        reserve(
            Scenario.RESERVATIONS,
            processes,
            reservations,
            index -> SKU_PREFIX + settings.skuNumber(index));
      }
      if (settings.scenarios().contains(Scenario.HOT_SKU)) {
        reserve(Scenario.HOT_SKU, processes, reservations, index -> HOT_SKU);
      }
      if (settings.measures(Scenario.ZIPF)) {
        reservations.receiveMore(SKU_PREFIX, ZipfSkus.POPULAR, Settings.HOT_UNITS);
        var zipf = new ZipfSkus(settings.skus());
        reserve(
            Scenario.ZIPF, processes, reservations, index -> SKU_PREFIX + zipf.skuNumber(index));
      }
    }
  }

  private void reserve(
      Scenario scenario,
      ProcessTree processes,
      PostgresReservations reservations,
      LongFunction<String> skuOf)
      throws InterruptedException {
    Job job = reservations.job(skuOf);
    measuring.run(
        scenario,
        SystemUnderTest.POSTGRES,
        Phase.LATENCY,
        processes,
        warm -> OpenLoop.run(settings.reservationSchedule(), Settings.PATIENCE, warm, job));
    measuring.run(
        scenario,
        SystemUnderTest.POSTGRES,
        Phase.CAPACITY,
        processes,
        warm ->
            ClosedLoop.run(
                settings.connections(),
                Long.MAX_VALUE,
                settings.warmUpSeconds(),
                settings.seconds(),
                Settings.PATIENCE,
                warm,
                job));
  }

  private void checkouts(PostgresServer server, Path folder)
      throws IOException, SQLException, InterruptedException {
    String secret = UUID.randomUUID().toString();
    try (HikariDataSource pool = PostgresServer.pool(server.jdbcUrl(), 1)) {
      PostgresShop.prepare(pool, SKU_PREFIX, settings.pricedSkus(), Settings.UNITS_EACH);
      try (var shop =
              PostgresShop.start(
                  server.jdbcUrl(), settings.connections(), secret, folder.resolve("shop.log"));
          var client = new CheckoutClient(shop.baseUrl())) {
        var processes = ProcessTree.of(server.process(), shop.process());
        var runs = new CheckoutRuns(settings, measuring, SystemUnderTest.POSTGRES, processes);
        for (CheckoutStep step : CheckoutStep.allOf(settings)) {
          if (step.scenario().isBesidePostgres() && runs.isWorthRunning(step)) {
            measuring.say("Filling %,d carts on PostgreSQL ...".formatted(step.carts()));
            List<Buyer> buyers =
                PostgresShop.fillCarts(
                    pool, secret, SKU_PREFIX, settings.pricedSkus(), step.lines(), step.carts());
            // This shop answers when the order stands.
            runs.run(
                step, client, buyers, orderId -> CompletableFuture.completedFuture(Outcome.DONE));
          }
        }
      }
    }
  }
}
