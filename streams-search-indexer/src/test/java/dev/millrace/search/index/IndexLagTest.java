package dev.millrace.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IndexLagTest {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final IndexLag lag = IndexLag.in(meters, nowMs::get);

  @Test
  void eachChangeCountsFromItsDecisionUntilItIsShown() {
    lag.applied(nowMs.get() - 300);
    lag.applied(nowMs.get());
    assertThat(timer().count()).as("not shown yet").isZero();

    nowMs.addAndGet(200);
    lag.shown();
    lag.shown();

    assertThat(timer().count()).as("each once").isEqualTo(2);
    assertThat(timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(700);
    assertThat(timer().max(TimeUnit.MILLISECONDS)).isEqualTo(500);
    assertThat(meters.scrape()).contains("millrace_search_lag_seconds_bucket{le=\"1.0\"} 2");
  }

  @Test
  void aWriterWhoseClockIsAheadCountsAsNoLag() {
    lag.applied(nowMs.get() + 50);
    lag.shown();
    assertThat(timer().totalTime(TimeUnit.MILLISECONDS)).isZero();
  }

  @Test
  void ofVeryManyChangesSomeAreMeasured() {
    for (int i = 0; i < 3 * IndexLag.SAMPLES_MAX; i++) {
      lag.applied(nowMs.get());
    }
    lag.shown();
    assertThat(timer().count()).isEqualTo(IndexLag.SAMPLES_MAX);
  }

  private Timer timer() {
    return meters.get("millrace.search.lag").timer();
  }
}
