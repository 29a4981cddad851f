package dev.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void spacesRequestsEvenly() {
    var schedule = new Schedule(4, 0, 2);

    assertThat(schedule.requests()).isEqualTo(8);
    assertThat(schedule.dueNanos(0)).isZero();
    assertThat(schedule.dueNanos(1)).isEqualTo(250_000_000L);
    assertThat(schedule.dueNanos(5)).isEqualTo(1_250_000_000L);
  }

  @Test
  void addsUpNoRoundingErrorAtRatesThatDoNotDivideASecond() {
    var schedule = new Schedule(3, 0, 600);

    assertThat(schedule.dueNanos(1)).isEqualTo(333_333_333L);
    assertThat(schedule.dueNanos(3)).isEqualTo(1_000_000_000L);
    assertThat(schedule.dueNanos(1_799)).isEqualTo(599_666_666_666L);
  }

  @Test
  void leavesTheWarmUpOut() {
    var schedule = new Schedule(10, 2, 1);

    assertThat(schedule.requests()).isEqualTo(30);
    assertThat(schedule.isMeasured(19)).isFalse();
    assertThat(schedule.isMeasured(20)).isTrue();
  }

  @Test
  void refusesAScheduleWithoutRequests() {
    assertThatThrownBy(() -> new Schedule(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Schedule(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
