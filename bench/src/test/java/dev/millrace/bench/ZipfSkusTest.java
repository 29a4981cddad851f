package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ZipfSkusTest {

  private static final int SKUS = 1_000;
  private static final int DRAWS = 100_000;

  private final ZipfSkus zipf = new ZipfSkus(SKUS);

  @Test
  void everyNumberIsOneOfTheSkusAndTheFirstIsTakenMost() {
    long[] taken = new long[SKUS];
    LongStream.range(0, DRAWS).forEach(index -> taken[zipf.skuNumber(index)]++);

    // Of 1,000 with exponent 1.2 the first has 1 / 4.33 of all, the second 2^-1.2 of that.
    assertThat(taken[0]).isBetween(DRAWS * 21L / 100, DRAWS * 25L / 100);
    assertThat((double) taken[1] / taken[0]).isBetween(0.40, 0.47);
    assertThat(taken[SKUS / 2]).isLessThan(taken[0] / 100);
  }

  @Test
  void theDrawsAreTheSameEachTime() {
    var again = new ZipfSkus(SKUS);

    assertThat(LongStream.range(0, DRAWS).map(zipf::skuNumber))
        .containsExactlyElementsOf(
            LongStream.range(0, DRAWS).map(again::skuNumber).boxed().toList());
  }
}
