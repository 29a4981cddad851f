package dev.millrace.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is measured. */
public enum Scenario {
  /** One unit held, over many SKUs. */
  RESERVATIONS,
  /** One unit held, always of the same SKU. */
  HOT_SKU,
  /** A cart of three lines bought through HTTP. */
  CHECKOUT,
  /** One unit held, over many SKUs of which few are bought much. */
  ZIPF,
  /** One unit held, always of the same SKU, whose stock is split over buckets. */
  SPLIT_SKU,
  /** A hot SKU's reservations and movements, idle and beside a bulk feed on either lane. */
  FEED,
  /** Many holds whose time ends at about one moment. */
  EXPIRY,
  /** A start whose inventory reads all its stock from the log. */
  RESTORE,
  /** Carts of one, three and nine lines bought, one after the other. */
  CHECKOUT_LINES,
  /** Carts of three lines bought at one rate after the other, until one is too much. */
  CHECKOUT_RISING,
  /** Carts of three lines bought while the log stamps every record, to see where the time goes. */
  CHECKOUT_HOPS;

  private static final Set<Scenario> USUAL = EnumSet.of(RESERVATIONS, HOT_SKU, CHECKOUT);
  private static final Set<Scenario> BESIDE_POSTGRES =
      EnumSet.of(RESERVATIONS, HOT_SKU, CHECKOUT, ZIPF, CHECKOUT_LINES, CHECKOUT_RISING);
  private static final Set<Scenario> CHECKOUTS =
      EnumSet.of(CHECKOUT, CHECKOUT_LINES, CHECKOUT_RISING, CHECKOUT_HOPS);
  private static final String ALL = "all";

  /**
   * The scenarios that a name stands for; those that take long stand only for themselves.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  static Set<Scenario> named(String name) {
    Set<Scenario> named = EnumSet.copyOf(USUAL);
    if (!name.equals(ALL)) {
      named = EnumSet.allOf(Scenario.class);
      named.removeIf(one -> !one.code().equals(name));
    }
    if (named.isEmpty()) {
      String codes =
          EnumSet.allOf(Scenario.class).stream()
              .map(Scenario::code)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "--scenario must be %s or %s, not %s".formatted(codes, ALL, name));
    }
    return named;
  }

  /** Whether PostgreSQL does the same job. */
  boolean isBesidePostgres() {
    return BESIDE_POSTGRES.contains(this);
  }

  /** Whether carts are bought. */
  boolean isOfCheckouts() {
    return CHECKOUTS.contains(this);
  }

  /** The name on the command line and in reports. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
