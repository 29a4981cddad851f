package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreTest {

  private static final String FIRST_START =
      "2026-01-01T10:00:00.000Z INFO  [main] d.m.StreamsApp trace=--: inventory: CREATED ->"
          + " REBALANCING";
  private static final String FIRST_READY =
      "2026-01-01T10:00:02.000Z INFO  [x] d.m.StreamsApp trace=--: inventory: REBALANCING ->"
          + " RUNNING";
  private static final String OTHER =
      "2026-01-01T11:59:59.000Z INFO  [x] d.m.StreamsApp trace=--: inventory-history: REBALANCING"
          + " -> RUNNING";
  private static final String START =
      "2026-01-01T12:00:00.000+01:00 INFO  [main] d.m.StreamsApp trace=--: inventory: CREATED ->"
          + " REBALANCING";
  private static final String READY =
      "2026-01-01T12:00:41.500+01:00 INFO  [x] d.m.StreamsApp trace=--: inventory: REBALANCING ->"
          + " RUNNING";

  @Test
  void theLastStartCounts() {
    assertThat(Restore.readyMs(List.of(FIRST_START, FIRST_READY, START, OTHER, READY, "  at x")))
        .contains(41_500L);
  }

  @Test
  void aStartThatIsNotReadySaysNothing() {
    assertThat(Restore.readyMs(List.of(FIRST_START, FIRST_READY, START, OTHER))).isEmpty();
    assertThat(Restore.readyMs(List.of())).isEmpty();
  }
}
