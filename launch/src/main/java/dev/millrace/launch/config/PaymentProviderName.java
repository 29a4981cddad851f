package dev.millrace.launch.config;

import java.util.Locale;

/** Who moves the money; the worker that asks and the ledger that keeps the books agree on it. */
public enum PaymentProviderName {
  SANDBOX,
  STRIPE;

  /** Reads it. */
  public static PaymentProviderName from(Settings settings) {
    return settings.choice("MILLRACE_GATEWAYS_PROVIDER", "who moves the money", SANDBOX);
  }

  /** The name as accounts and callbacks spell it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
