package dev.millrace.bench;

import java.util.Locale;

/** What is measured. */
public enum Scenario {
  /** One unit held, over many SKUs. */
  RESERVATIONS,
  /** One unit held, always of the same SKU. */
  HOT_SKU,
  /** A cart of three lines bought through HTTP. */
  CHECKOUT;

  /** The name on the command line and in reports. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
