package dev.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration NO_PATIENCE = Duration.ofMillis(50);

  @Test
  void countsRequestsThatAStalledSystemDelayedFromWhenTheyWereDue() throws Exception {
    long stallNanos = TimeUnit.MILLISECONDS.toNanos(300);
    LoadResult result =
        OpenLoop.run(
            new Schedule(100, 0, 1),
            PATIENCE,
            () -> {},
            shot -> {
              if (shot.index() == 10) {
                // Holds up the sender too: a loop that stamped when it sends would see one slow
                // request.
                stall(stallNanos);
              }
              shot.mark("answered");
              return CompletableFuture.completedFuture(Outcome.DONE);
            });

    Latency latency = result.latencies().get("answered");
    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.maxMicros()).isGreaterThanOrEqualTo(299_000);
    // About thirty requests were due while nothing was answered.
    assertThat(latency.p90Micros()).isGreaterThan(100_000);
  }

  @Test
  void saysOnceWhenTheWarmUpIsOver() throws Exception {
    var told = new AtomicInteger();
    var sentBefore = new AtomicLong();
    var sent = new AtomicLong();
    Job job =
        shot -> {
          sent.incrementAndGet();
          return CompletableFuture.completedFuture(Outcome.DONE);
        };
    Runnable warm =
        () -> {
          told.incrementAndGet();
          sentBefore.set(sent.get());
        };

    LoadResult result = OpenLoop.run(new Schedule(20, 1, 1), PATIENCE, warm, job);

    assertThat(told.get()).isEqualTo(1);
    assertThat(sentBefore.get()).isEqualTo(20);
    assertThat(result.offered()).isEqualTo(20);
  }

  @Test
  void countsRefusalsByNameApartFromFailures() throws Exception {
    LoadResult result =
        OpenLoop.run(
            new Schedule(30, 0, 1),
            PATIENCE,
            () -> {},
            shot ->
                switch ((int) (shot.index() % 3)) {
                  case 0 -> CompletableFuture.completedFuture(Outcome.DONE);
                  case 1 -> CompletableFuture.completedFuture(new Outcome.Refused("out_of_stock"));
                  default -> throw new IllegalStateException("broken");
                });

    assertThat(result.done()).isEqualTo(10);
    assertThat(result.refused()).isEqualTo(Map.of("out_of_stock", 10L));
    assertThat(result.failed()).isEqualTo(Map.of("IllegalStateException", 10L));
    assertThat(result.unanswered()).isZero();
  }

  @Test
  void countsWhatIsNeverAnsweredAndLetsItLowerTheRate() throws Exception {
    LoadResult result =
        OpenLoop.run(
            new Schedule(10, 0, 1),
            NO_PATIENCE,
            () -> {},
            shot ->
                shot.index() == 3
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture(Outcome.DONE));

    assertThat(result.offered()).isEqualTo(10);
    assertThat(result.done()).isEqualTo(9);
    assertThat(result.unanswered()).isEqualTo(1);
    assertThat(result.lastedMicros()).isGreaterThanOrEqualTo(1_050_000);
  }

  @Test
  void neverHasMoreThanTheWindowOnTheWay() throws Exception {
    var onTheWay = new AtomicInteger();
    var most = new AtomicInteger();
    Job job =
        Job.blocking(
            shot -> {
              most.accumulateAndGet(onTheWay.incrementAndGet(), Math::max);
              stall(TimeUnit.MILLISECONDS.toNanos(2));
              onTheWay.decrementAndGet();
              return Outcome.DONE;
            });

    LoadResult result = ClosedLoop.run(4, Long.MAX_VALUE, 0, 1, PATIENCE, () -> {}, job);

    assertThat(most.get()).isBetween(1, 4);
    assertThat(result.done()).isEqualTo(result.offered()).isPositive();
  }

  @Test
  void endsWhenTheWorkIsUsedUp() throws Exception {
    var sent = new AtomicLong();
    LoadResult result =
        ClosedLoop.run(
            8,
            25,
            0,
            30,
            PATIENCE,
            () -> {},
            shot -> {
              sent.incrementAndGet();
              return CompletableFuture.completedFuture(Outcome.DONE);
            });

    assertThat(sent.get()).isEqualTo(25);
    assertThat(result.done()).isEqualTo(25);
  }

  @Test
  void aClosedLoopThatIsNeverAnsweredEnds() throws Exception {
    var never = new CountDownLatch(1);
    LoadResult result =
        ClosedLoop.run(
            2,
            Long.MAX_VALUE,
            0,
            1,
            NO_PATIENCE,
            () -> {},
            shot ->
                CompletableFuture.supplyAsync(
                    () -> {
                      awaitQuietly(never);
                      return Outcome.DONE;
                    }));
    never.countDown();

    assertThat(result.offered()).isEqualTo(2);
    assertThat(result.unanswered()).isEqualTo(2);
  }

  private static void stall(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
