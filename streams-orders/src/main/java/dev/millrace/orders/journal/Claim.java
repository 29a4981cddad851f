package dev.millrace.orders.journal;

import java.util.List;

/**
 * Money that is to go back, and for which lines.
 *
 * @param partsMinor how much for each slot, in their order
 */
public record Claim(String requestId, List<Long> partsMinor) {
  public Claim {
    partsMinor = List.copyOf(partsMinor);
  }
}
