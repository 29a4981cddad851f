package dev.millrace.orders.fraud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules to start with: a large amount, many orders in a short time, a means of payment of
 * another country. A rule whose limit is 0 does not apply.
 *
 * @param reviewAboveMinor a total above it is looked at; minor units of whatever currency
 * @param refuseAboveMinor a total above it is refused
 * @param ordersMax confirmed orders of a customer within the window; one more is looked at
 * @param window how long an order counts
 * @param reviewCountryMismatch whether a payment from another country is looked at
 */
public record FraudRules(
    long reviewAboveMinor,
    long refuseAboveMinor,
    int ordersMax,
    Duration window,
    boolean reviewCountryMismatch)
    implements FraudPolicy {

  /** Name of the finding that the total is above a limit. */
  public static final String AMOUNT = "amount_above_limit";

  /** Name of the finding that the customer orders often. */
  public static final String VELOCITY = "many_recent_orders";

  /** Name of the finding that the means of payment is of another country. */
  public static final String COUNTRY = "payment_country_differs";

  @Override
  public Verdict check(Subject subject) {
    List<String> findings = new ArrayList<>(0);
    if (reviewAboveMinor > 0 && subject.totalMinor() > reviewAboveMinor) {
      findings.add(AMOUNT);
    }
    if (ordersMax > 0 && subject.ordersSince(subject.at().minus(window)) >= ordersMax) {
      findings.add(VELOCITY);
    }
    if (reviewCountryMismatch && subject.isPaidFromElsewhere()) {
      findings.add(COUNTRY);
    }
    if (refuseAboveMinor > 0 && subject.totalMinor() > refuseAboveMinor) {
      return new Verdict(
          Outcome.REFUSE, findings.contains(AMOUNT) ? findings : with(findings, AMOUNT));
    }
    return findings.isEmpty() ? Verdict.ALLOW : new Verdict(Outcome.REVIEW, findings);
  }

  private static List<String> with(List<String> findings, String one) {
    List<String> all = new ArrayList<>(findings);
    all.add(one);
    return all;
  }
}
