package dev.millrace.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** One thread's pace; the clock is the test's own. */
class CommitPaceTest {

  private static final Duration LONG_POLL = Duration.ofMillis(100);

  private final MockProcessorContext<Void, Void> task = new MockProcessorContext<>();
  private long nowNanos;
  private final CommitPace pace = new CommitPace(Duration.ofMillis(25), () -> nowNanos);

  @Test
  void aThreadThatNobodyWaitsForMaySleep() {
    assertThat(pace.patience(LONG_POLL)).isEqualTo(LONG_POLL);
    assertThat(task.committed()).isFalse();
  }

  @Test
  void anIdleThreadCommitsAllThatCameTogetherAtOnce() {
    after(500);
    pace.await(task);
    pace.await(task);
    assertThat(task.committed()).as("while there are more records").isFalse();

    assertThat(pace.patience(LONG_POLL)).isZero();
    assertThat(task.committed()).isTrue();
  }

  @Test
  void aThreadRestsAsLongAsItsLastCommitTook() {
    commitFor(12);
    pace.await(task);

    after(5);
    assertThat(pace.patience(LONG_POLL)).isEqualTo(Duration.ofMillis(8));
    assertThat(task.committed()).isFalse();

    after(7);
    assertThat(pace.patience(LONG_POLL)).isZero();
    assertThat(task.committed()).isTrue();
  }

  @Test
  void aSlowCommitHoldsUpTheNextNoLongerThanTheInterval() {
    commitFor(3_000);
    pace.await(task);
    after(25);
    assertThat(pace.patience(LONG_POLL)).isZero();
  }

  @Test
  void aThreadThatNeverRestsCommitsAfterTheInterval() {
    pace.await(task);
    after(25);
    pace.await(task);
    assertThat(task.committed()).isFalse();
    after(1);
    pace.await(task);
    assertThat(task.committed()).isTrue();
  }

  @Test
  void whatWasCommittedIsWaitedForNoMore() {
    pace.await(task);
    commitFor(1);
    assertThat(pace.patience(LONG_POLL)).isEqualTo(LONG_POLL);
  }

  private void commitFor(long ms) {
    pace.commitBegins();
    after(ms);
    pace.commitEnds();
  }

  private void after(long ms) {
    nowNanos += Duration.ofMillis(ms).toNanos();
  }
}
