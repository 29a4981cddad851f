package dev.millrace.bench.hops;

import dev.millrace.bench.report.Section;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long checkouts took for each hop. */
public final class HopTimes {

  private static final long HOP_MS_MAX = TimeUnit.MINUTES.toMillis(2);
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Map<Hop, Histogram> timesMs = new EnumMap<>(Hop.class);

  private HopTimes() {}

  /** Of each hop those checkouts count of which both ends were seen. */
  public static HopTimes of(List<Map<Moment, Long>> checkouts) {
    var times = new HopTimes();
    for (Hop hop : Hop.values()) {
      var histogram = new Histogram(1, HOP_MS_MAX, SIGNIFICANT_DIGITS);
      for (Map<Moment, Long> moments : checkouts) {
        Long from = moments.get(hop.from());
        Long to = moments.get(hop.to());
        if (from != null && to != null) {
          // Client and broker round the same clock, so an end may seem to come first.
          histogram.recordValue(Math.clamp(to - from, 0, HOP_MS_MAX));
        }
      }
      times.timesMs.put(hop, histogram);
    }
    return times;
  }

  /** A row for each hop that was seen. */
  public Section section() {
    List<Section.Row> rows = new ArrayList<>();
    timesMs.forEach(
        (hop, histogram) -> {
          if (histogram.getTotalCount() > 0) {
            rows.add(
                new Section.Row(
                    hop.text(),
                    List.of(
                        (double) histogram.getTotalCount(),
                        histogram.getMean(),
                        (double) histogram.getValueAtPercentile(50),
                        (double) histogram.getValueAtPercentile(99))));
          }
        });
    return new Section(
        "hops",
        "Time in each hop (means add up to the total, percentiles do not)",
        "hop",
        List.of(
            new Section.Column("checkouts", 0),
            new Section.Column("mean ms", 1),
            new Section.Column("p50 ms", 0),
            new Section.Column("p99 ms", 0)),
        rows);
  }
}
