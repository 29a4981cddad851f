package dev.millrace.bench;

import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.load.ClosedLoop;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.LoadResult;
import dev.millrace.bench.load.OpenLoop;
import dev.millrace.bench.load.Outcome;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Run.Phase;
import dev.millrace.bench.report.Run.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The loads of checkouts on one system, alike for both. */
final class CheckoutRuns {

  /** A load whose last answer came later than this was more than the system carries. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(1);

  private final Settings settings;
  private final Measuring measuring;
  private final SystemUnderTest system;
  private final ProcessTree processes;
  private boolean risesNoMore;

  CheckoutRuns(
      Settings settings, Measuring measuring, SystemUnderTest system, ProcessTree processes) {
    this.settings = settings;
    this.measuring = measuring;
    this.system = system;
    this.processes = processes;
  }

  /** A rising load ends with the first rate that was too much. */
  boolean isWorthRunning(CheckoutStep step) {
    return step.scenario() != Scenario.CHECKOUT_RISING || !risesNoMore;
  }

  /**
   * @param buyers as many as the step has carts
   */
  void run(
      CheckoutStep step,
      CheckoutClient client,
      List<Buyer> buyers,
      Function<String, CompletableFuture<Outcome>> confirmation)
      throws InterruptedException {
    List<Buyer> atRate = buyers.subList(0, step.cartsAtRate());
    LoadResult result = atRate(step, client.job(atRate, confirmation));
    risesNoMore =
        step.scenario() == Scenario.CHECKOUT_RISING && !keptUp(result, step.schedule().seconds());
    if (step.sustainedCarts() > 0) {
      List<Buyer> rest = buyers.subList(step.cartsAtRate(), buyers.size());
      sustained(step, client.job(rest, confirmation));
    }
  }

  /** The part at the fixed rate alone. */
  LoadResult atRate(CheckoutStep step, Job job) throws InterruptedException {
    return measuring.run(
        step.name(),
        system,
        Phase.LATENCY,
        processes,
        warm -> OpenLoop.run(step.schedule(), Settings.PATIENCE, warm, job));
  }

  /** Whether the system did all that was asked of it, and was not far behind at the end. */
  static boolean keptUp(LoadResult result, int seconds) {
    long behindMicros = result.lastedMicros() - Duration.ofSeconds(seconds).toNanos() / 1_000;
    return result.done() == result.offered() && behindMicros <= BEHIND_MAX.toNanos() / 1_000;
  }

  private void sustained(CheckoutStep step, Job job) throws InterruptedException {
    measuring.run(
        step.name(),
        system,
        Phase.CAPACITY,
        processes,
        warm ->
            ClosedLoop.run(
                settings.clients(),
                step.sustainedCarts(),
                // The run at a fixed rate has warmed everything already, and carts are few.
                Math.min(settings.warmUpSeconds(), CheckoutStep.LATER_WARM_UP_SECONDS_MAX),
                settings.seconds(),
                Settings.PATIENCE,
                warm,
                job));
  }
}
