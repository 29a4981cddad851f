package dev.millrace.bench;

import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;

/**
 * Which SKU each reservation takes when few are bought much: drawn from Zipf's distribution, always
 * the same for one number of SKUs. Drawn beforehand, so that drawing is not measured and many
 * threads may ask.
 */
final class ZipfSkus {

  /** The lowest numbers are taken most; these need more stock than the others. */
  static final int POPULAR = 10;

  private static final double EXPONENT = 1.2;
  private static final int SEED = 20_260_101;
  private static final int DRAWS = 1 << 18;

  private final int[] numbers;

  ZipfSkus(int skus) {
    numbers = new ZipfDistribution(new Well19937c(SEED), skus, EXPONENT).sample(DRAWS);
  }

  /** The number of the SKU that a reservation takes, from 0 for the most popular. */
  int skuNumber(long index) {
    return numbers[(int) (index % DRAWS)] - 1;
  }
}
