package dev.millrace.schemas.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;

/**
 * An amount of one currency in whole minor units (cents, yen, fils). Arithmetic overflows loudly
 * and never mixes currencies; there is no division, because a rule that divides must say how it
 * rounds.
 *
 * @param minorUnits may be negative
 * @param currency ISO 4217 code, upper case
 */
public record Money(long minorUnits, String currency) implements Comparable<Money> {

  /** Larger amounts are typing errors or attacks; sums of bounded carts stay far below overflow. */
  public static final long MINOR_UNITS_MAX = 1_000_000_000_000_000L;

  public Money {
    Objects.requireNonNull(currency, "currency");
    fractionDigits(currency);
  }

  public static Money zero(String currency) {
    return new Money(0, currency);
  }

  /**
   * Reads a plain decimal such as {@code 129.99}.
   *
   * @throws IllegalArgumentException if it is not a plain decimal, has more fraction digits than
   *     the currency, or is larger than {@link #MINOR_UNITS_MAX}
   */
  public static Money parse(String amount, String currency) {
    if (!amount.matches("-?\\d{1,15}(\\.\\d{1,6})?")) {
      throw new IllegalArgumentException("amount must be a plain decimal such as 129.99");
    }
    int digits = fractionDigits(currency);
    BigDecimal minor;
    try {
      minor = new BigDecimal(amount).movePointRight(digits).setScale(0, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "amount has more than %d fraction digits of %s".formatted(digits, currency), e);
    }
    if (minor.abs().compareTo(BigDecimal.valueOf(MINOR_UNITS_MAX)) > 0) {
      throw new IllegalArgumentException("amount is too large");
    }
    return new Money(minor.longValueExact(), currency);
  }

  /** Digits after the point: 2 for USD, 0 for JPY, 3 for KWD. */
  public static int fractionDigits(String currency) {
    int digits;
    try {
      digits = Currency.getInstance(currency).getDefaultFractionDigits();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown ISO 4217 currency: " + currency, e);
    }
    if (digits < 0) {
      throw new IllegalArgumentException("not a currency one can pay with: " + currency);
    }
    return digits;
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(minorUnits, sameCurrency(other).minorUnits), currency);
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(minorUnits, sameCurrency(other).minorUnits), currency);
  }

  public Money times(long factor) {
    return new Money(Math.multiplyExact(minorUnits, factor), currency);
  }

  public boolean isNegative() {
    return minorUnits < 0;
  }

  /** The amount as a decimal with exactly the currency's fraction digits, for example 19.90. */
  public String toDecimal() {
    return BigDecimal.valueOf(minorUnits, fractionDigits(currency)).toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(minorUnits, sameCurrency(other).minorUnits);
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "cannot mix %s and %s".formatted(currency, other.currency));
    }
    return other;
  }

  @Override
  public String toString() {
    return toDecimal() + " " + currency;
  }
}
