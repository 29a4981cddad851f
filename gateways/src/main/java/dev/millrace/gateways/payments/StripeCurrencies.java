package dev.millrace.gateways.payments;

import dev.millrace.schemas.money.Money;
import java.util.Set;

/**
 * Which currencies Stripe counts as we do. Both count minor units, with a few exceptions; an amount
 * in one of those would be wrong by a factor of ten or a hundred, so they are refused.
 */
final class StripeCurrencies {

  /** Counted in hundredths by Stripe and whole by ISO 4217, or the other way round. */
  private static final Set<String> COUNTED_DIFFERENTLY = Set.of("ISK", "UGX", "MGA");

  private StripeCurrencies() {}

  /** Three-digit currencies are left out too: Stripe rounds their last digit. */
  static boolean isCountedAlike(Money amount) {
    return !COUNTED_DIFFERENTLY.contains(amount.currency())
        && Money.fractionDigits(amount.currency()) <= 2;
  }
}
