package dev.millrace.orders.fraud;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an order whose stock is held may be paid. Pure: the same facts, the same verdict.
 */
@FunctionalInterface
public interface FraudPolicy {

  /** Lets everything through. */
  FraudPolicy ALLOW_ALL = subject -> Verdict.ALLOW;

  /** The verdict about one attempt. */
  Verdict check(Subject subject);

  /**
   * An attempt that asks for its money next.
   *
   * @param totalMinor what would be asked for, in minor units of the currency
   * @param shippingCountry where it goes
   * @param at when the last line was held
   */
  record Subject(
      String customerId,
      long totalMinor,
      String currency,
      String shippingCountry,
      FraudFacts facts,
      Instant at) {

    /**
     * How many of the customer's orders were confirmed at this moment or later, as far as known.
     */
    long ordersSince(Instant from) {
      return facts.recentOrdersAt().stream().filter(one -> !one.isBefore(from)).count();
    }

    /** The country of the means of payment, if it is known to be another. */
    boolean isPaidFromElsewhere() {
      @Nullable String country = facts.paymentCountry();
      return country != null && !country.equals(shippingCountry);
    }
  }

  /** What becomes of the attempt. */
  enum Outcome {
    ALLOW,
    /** It is paid and confirmed, but waits for a person before it is fulfilled. */
    REVIEW,
    /** No money is asked for, and its stock goes back. */
    REFUSE
  }

  /**
   * @param findings names of what spoke against it; empty if it is allowed
   */
  record Verdict(Outcome outcome, List<String> findings) {

    /** Nothing speaks against it. */
    public static final Verdict ALLOW = new Verdict(Outcome.ALLOW, List.of());

    public Verdict {
      findings = List.copyOf(findings);
    }
  }
}
