package dev.millrace.orders.order;

import java.time.Duration;
import java.util.List;

/**
 * On which terms units come back.
 *
 * @param window how long after their delivery, or the confirmation while no delivery is known,
 *     units may come back for the customer's reasons
 * @param faultWindow how long for the seller's fault
 * @param finalSale SKUs that begin with one of these come back for the seller's fault only
 * @param approval who approves a request that keeps to the terms
 * @param arrivesWithin how long approved units may take to come
 * @param restockingFeeBasisPoints what is kept of their value, unless it is the seller's fault
 * @param returnShippingFeeMinor what is kept for the way back, unless it is the seller's fault
 * @param exchangeHold how long what is wanted instead is held
 */
public record ReturnTerms(
    Duration window,
    Duration faultWindow,
    List<String> finalSale,
    Approval approval,
    Duration arrivesWithin,
    int restockingFeeBasisPoints,
    long returnShippingFeeMinor,
    Duration exchangeHold) {

  private static final Duration EXCHANGE_HOLD = Duration.ofHours(24);

  /** Terms that hold what is wanted instead for a day. */
  public ReturnTerms(
      Duration window,
      Duration faultWindow,
      List<String> finalSale,
      Approval approval,
      Duration arrivesWithin,
      int restockingFeeBasisPoints,
      long returnShippingFeeMinor) {
    this(
        window,
        faultWindow,
        finalSale,
        approval,
        arrivesWithin,
        restockingFeeBasisPoints,
        returnShippingFeeMinor,
        EXCHANGE_HOLD);
  }

  /** Thirty days, two years for faults, no fees, approved at once. */
  public static final ReturnTerms STANDARD =
      new ReturnTerms(
          Duration.ofDays(30),
          Duration.ofDays(730),
          List.of(),
          Approval.AUTOMATIC,
          Duration.ofDays(30),
          0,
          0);

  public ReturnTerms {
    finalSale = List.copyOf(finalSale);
  }

  /** Who approves a customer's request. */
  public enum Approval {
    AUTOMATIC,
    STAFF
  }
}
