package dev.millrace.orders.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void partsAddUpAndNoneIsMoreThanItsWeightOrAMinorUnitFromItsShare(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long[] weights =
          random.longs(1 + random.nextInt(6), 0, random.nextBoolean() ? 5 : 1L << 45).toArray();
      long all = LongStream.of(weights).sum();
      long amount = all == 0 ? random.nextInt(9) : random.nextLong(all + 3);
      long[] parts = Shares.apportion(amount, weights);
      assertThat(LongStream.of(parts).sum()).as("seed %d", seed).isEqualTo(Math.min(amount, all));
      for (int one = 0; one < parts.length; one++) {
        long exact = Shares.of(Math.min(amount, all), weights[one], all);
        assertThat(parts[one]).as("seed %d", seed).isBetween(exact, exact + 1);
        assertThat(parts[one]).as("seed %d", seed).isLessThanOrEqualTo(weights[one]);
      }
    }
  }
}
