package dev.millrace.bench.checkout;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody with a filled cart who buys once.
 *
 * @param token proves who it is
 */
public record Buyer(String customerId, String cartId, String token) {

  /** Lines of a usual cart. */
  public static final int LINES = 3;

  /**
   * Spreads carts over the SKUs without asking chance: coprime to any count that has no such
   * factor.
   */
  private static final long STRIDE = 7_919;

  /** The numbers of the SKUs in a cart, all different as long as there are enough. */
  public static List<Integer> skuNumbers(int cart, int lines, int skus) {
    List<Integer> numbers = new ArrayList<>();
    for (int line = 0; line < lines; line++) {
      numbers.add((int) (((long) cart * lines + line) * STRIDE % skus));
    }
    return numbers;
  }
}
