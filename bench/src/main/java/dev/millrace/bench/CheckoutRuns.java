package dev.millrace.bench;

import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.load.ClosedLoop;
import dev.millrace.bench.load.OpenLoop;
import dev.millrace.bench.load.Outcome;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The two runs of the checkout, alike for both systems. */
record CheckoutRuns(Settings settings, Measuring measuring) {

  private static final int CAPACITY_WARM_UP_SECONDS_MAX = 10;

  void run(
      SystemUnderTest system,
      ProcessTree processes,
      CheckoutClient client,
      List<Buyer> buyers,
      Function<String, CompletableFuture<Outcome>> confirmation)
      throws InterruptedException {
    int atFixedRate = buyers.size() - settings.carts();
    measuring.run(
        Scenario.CHECKOUT,
        system,
        Phase.LATENCY,
        processes,
        warm ->
            OpenLoop.run(
                settings.checkoutSchedule(),
                Settings.PATIENCE,
                warm,
                client.job(buyers.subList(0, atFixedRate), confirmation)));
    measuring.run(
        Scenario.CHECKOUT,
        system,
        Phase.CAPACITY,
        processes,
        warm ->
            ClosedLoop.run(
                settings.clients(),
                settings.carts(),
                // The run at a fixed rate has warmed everything already, and carts are few.
                Math.min(settings.warmUpSeconds(), CAPACITY_WARM_UP_SECONDS_MAX),
                settings.seconds(),
                Settings.PATIENCE,
                warm,
                client.job(buyers.subList(atFixedRate, buyers.size()), confirmation)));
  }
}
