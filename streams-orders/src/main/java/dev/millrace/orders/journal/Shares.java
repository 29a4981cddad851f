package dev.millrace.orders.journal;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Parts of amounts that always add up to the amount. */
final class Shares {

  private Shares() {}

  /** {@code amount * part / whole}, rounded down; nothing of nothing. */
  static long of(long amount, long part, long whole) {
    return whole == 0
        ? 0
        : product(amount, part).divide(BigInteger.valueOf(whole)).longValueExact();
  }

  /** {@code amount * part / whole}, rounded to the nearest, halves up. */
  static long rounded(long amount, long part, long whole) {
    return product(amount, part)
        .multiply(BigInteger.TWO)
        .add(BigInteger.valueOf(whole))
        .divide(BigInteger.valueOf(whole).multiply(BigInteger.TWO))
        .longValueExact();
  }

  /**
   * Shares an amount out by largest remainder; none gets more than it weighs.
   *
   * @param amount what there is; of more than all weights together, the rest goes to nobody
   * @param weights none below zero
   */
  static long[] apportion(long amount, long[] weights) {
    long all = LongStream.of(weights).reduce(0, Math::addExact);
    long shared = Math.min(amount, all);
    long[] parts = new long[weights.length];
    if (shared <= 0) {
      return parts;
    }
    long left = shared;
    for (int i = 0; i < weights.length; i++) {
      parts[i] = of(shared, weights[i], all);
      left -= parts[i];
    }
    for (int i : byRemainder(shared, weights, all)) {
      if (left == 0) {
        break;
      }
      parts[i]++;
      left--;
    }
    return parts;
  }

  /** The largest remainder first; of equal ones the first. */
  private static List<Integer> byRemainder(long shared, long[] weights, long all) {
    BigInteger whole = BigInteger.valueOf(all);
    return IntStream.range(0, weights.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> product(shared, weights[i]).mod(whole)).reversed())
        .toList();
  }

  private static BigInteger product(long one, long other) {
    return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
  }
}
