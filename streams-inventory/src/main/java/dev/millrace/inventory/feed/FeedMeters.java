package dev.millrace.inventory.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the feed tells of itself. */
record FeedMeters(Counter rowsPassedOn, AtomicLong rowsWaiting) {

  static FeedMeters in(MeterRegistry meters) {
    var waiting = new AtomicLong();
    Gauge.builder("millrace.inventory.feed.rows.waiting", waiting, AtomicLong::doubleValue)
        .description("Rows of bulk feeds that have not been passed on")
        .strongReference(true)
        .register(meters);
    return new FeedMeters(
        Counter.builder("millrace.inventory.feed.rows")
            .description("Rows of bulk feeds that were passed on to the inventory")
            .register(meters),
        waiting);
  }
}
