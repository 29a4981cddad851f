package dev.millrace.launch.config;

/** The secret that pricing signs quotes with and orders check them by. */
public final class QuoteSecret {

  private static final String DEFAULT = "millrace-development-quote-secret";

  private QuoteSecret() {}

  /** Reads it; whoever lets the default stand is warned. */
  public static String from(Settings settings) {
    return settings.secret(
        "MILLRACE_QUOTE_SECRET",
        "signs quotes; the same for pricing and orders",
        DEFAULT,
        "quotes are signed with the secret that stands in the public source, so whoever can write"
            + " to Kafka can make prices of their own; give pricing and orders one of yours");
  }
}
