package dev.millrace.bench;

import dev.millrace.bench.backbone.AppendTimes;
import dev.millrace.bench.backbone.CheckoutTrail;
import dev.millrace.bench.checkout.Buyer;
import dev.millrace.bench.checkout.CheckoutClient;
import dev.millrace.bench.hops.HopTimes;
import dev.millrace.bench.hops.Moment;
import dev.millrace.bench.hops.Sightings;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Checkouts at the fixed rate on a log that stamps what it appends, and then a look at where each
 * spent its time. Changes the log for good.
 */
record HopRun(String bootstrapServers, Topics topics, Measuring measuring) {

  void run(
      CheckoutStep step,
      CheckoutRuns runs,
      CheckoutClient client,
      List<Buyer> buyers,
      Function<String, CompletableFuture<Outcome>> confirmation)
      throws InterruptedException {
    AppendTimes.stamp(bootstrapServers, topics);
    var trail = new CheckoutTrail(bootstrapServers, topics);
    Map<String, Long> requestedMs = new ConcurrentHashMap<>();
    Map<String, Long> answeredMs = new ConcurrentHashMap<>();
    Job buys =
        client.job(
            buyers,
            orderId -> {
              answeredMs.put(orderId, System.currentTimeMillis());
              return confirmation.apply(orderId);
            });
    runs.atRate(
        step,
        shot -> {
          if (step.schedule().isMeasured(shot.index())) {
            String cartId = buyers.get(Math.toIntExact(shot.index())).cartId();
            requestedMs.put(cartId, System.currentTimeMillis());
          }
          return buys.start(shot);
        });
    measuring.say("Reading what the checkouts left in the log ...");
    var sightings = new Sightings();
    requestedMs.forEach(sightings::requested);
    answeredMs.forEach((orderId, atMs) -> sightings.seen(Moment.ANSWERED, orderId, atMs));
    trail.readInto(sightings);
    measuring.note(HopTimes.of(sightings.checkouts()).section());
  }
}
