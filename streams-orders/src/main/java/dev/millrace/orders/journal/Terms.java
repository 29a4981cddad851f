package dev.millrace.orders.journal;

/**
 * What the entries of an order are made by. An order keeps those of its first event, so a setting
 * that changes does not restate the past.
 *
 * @param commissionBasisPoints the platform's commission on a line before tax, 0 to 10,000
 * @param platformRemitsTax whether the platform pays the lines' tax to the state; else each seller
 *     does
 * @param provider who moves the money; part of the names of accounts
 */
public record Terms(int commissionBasisPoints, boolean platformRemitsTax, String provider) {

  /** All of it, in basis points. */
  public static final int WHOLE = 10_000;

  public Terms {
    if (commissionBasisPoints < 0 || commissionBasisPoints > WHOLE) {
      throw new IllegalArgumentException("a commission is 0 to 10,000 basis points");
    }
  }
}
