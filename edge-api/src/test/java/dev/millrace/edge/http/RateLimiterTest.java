package dev.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {

  private final AtomicLong now = new AtomicLong(1_000);
  private final RateLimiter limiter = new RateLimiter(now::get);

  @Test
  void aBucketEmptiesAndRefillsEvenly() {
    for (int i = 0; i < 60; i++) {
      assertThat(limiter.take("a", 60).allowed()).isTrue();
    }
    RateLimiter.Verdict refused = limiter.take("a", 60);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.resetSeconds()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(limiter.take("a", 60).allowed()).isTrue();
    assertThat(limiter.take("a", 60).allowed()).isFalse();
  }

  @Test
  void callersDoNotEatEachOthersQuota() {
    limiter.take("a", 1);
    assertThat(limiter.take("a", 1).allowed()).isFalse();
    assertThat(limiter.take("b", 1).allowed()).isTrue();
  }

  @Test
  void aFloodOfCallersSharesOneBucketUntilOthersAreFullAgain() {
    for (int i = 0; i < 100_000; i++) {
      limiter.take("c" + i, 10);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.take("late" + i, 10).allowed()).isTrue();
    }
    assertThat(limiter.take("late", 10).allowed()).isFalse();
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(limiter.take("later", 10).remaining()).isEqualTo(9);
  }
}
