package dev.millrace.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderListKeyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theLaterOrderStandsBeforeTheEarlier(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      Instant one = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
      Instant later = one.plusMillis(1 + random.nextInt(1_000_000));
      assertThat(OrderListKey.place(later, "ord_z"))
          .as("seed %d: %s before %s", seed, later, one)
          .isLessThan(OrderListKey.place(one, "ord_a"));
    }
  }

  @Test
  void ofOneMomentTheIdsAreInOrder() {
    assertThat(OrderListKey.place(NOW, "ord_a")).isLessThan(OrderListKey.place(NOW, "ord_b"));
  }

  @Test
  void aListHoldsNothingOfAnOwnerWhoseNameBeginsAlike() {
    String first = OrderListKey.first("cus_1");
    assertThat(OrderListKey.of("cus_1", NOW, "ord_1")).startsWith(first);
    assertThat(OrderListKey.of("cus_10", NOW, "ord_1").startsWith(first)).isFalse();
    assertThat(OrderListKey.canOwn("cus_1")).isTrue();
    assertThat(OrderListKey.canOwn(first + "x")).isFalse();
    assertThat(OrderListKey.canOwn("")).isFalse();
  }

  @Test
  void onlyAPlaceIsAPlace() {
    assertThat(OrderListKey.isPlace(OrderListKey.place(NOW, "ord_1"))).isTrue();
    for (String text : new String[] {"", "ord_1", OrderListKey.of("cus_1", NOW, "ord_1")}) {
      assertThat(OrderListKey.isPlace(text)).as(text).isFalse();
    }
    assertThat(OrderListKey.isPlace(OrderListKey.place(NOW, "o".repeat(1_000)))).isFalse();
  }

  @Test
  void timesBeyondTheDigitsStillHaveAPlace() {
    assertThat(OrderListKey.isPlace(OrderListKey.place(Instant.ofEpochMilli(-1), "ord_1")))
        .isTrue();
    Instant far = Instant.parse("9999-01-01T00:00:00Z");
    assertThat(OrderListKey.isPlace(OrderListKey.place(far, "ord_1"))).isTrue();
  }
}
