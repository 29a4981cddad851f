package dev.millrace.orders.order;

/** Why an attempt was rejected or an order needs a person; stable names that clients see. */
public final class Reasons {

  public static final String OUT_OF_STOCK = "out_of_stock";
  public static final String STOCK_TIMEOUT = "stock_timeout";
  public static final String PAYMENT_DECLINED = "payment_declined";
  public static final String PAYMENT_TIMEOUT = "payment_timeout";
  public static final String PAYMENT_UNRESOLVED = "payment_unresolved";
  public static final String PAYMENT_AMOUNT_MISMATCH = "payment_amount_mismatch";

  /** The fraud check let nobody pay for it. */
  public static final String FRAUD_REFUSED = "fraud_refused";

  /** The fraud check wants a person to look; also the reason of the hold until then. */
  public static final String FRAUD_REVIEW = "fraud_review";

  static final String CAPTURE_FAILED = "capture_failed";
  static final String VOID_FAILED = "void_failed";
  static final String REFUND_FAILED = "refund_failed";

  /** The inventory refused to sell what it had held. */
  public static final String STOCK_COMMIT_REFUSED = "stock_commit_refused";

  /** Stock was held in time, and some account did not answer. */
  public static final String CREDIT_TIMEOUT = "credit_timeout";

  /** An account refused to spend what it had kept. */
  static final String CREDIT_TAKE_REFUSED = "credit_take_refused";

  /** An account refused to take back what was spent. */
  static final String CREDIT_GIVE_BACK_REFUSED = "credit_give_back_refused";

  /** The code of a payment step of which nobody knows what became of it. */
  static final String UNRESOLVED = "unresolved";

  static final String CANCELLED_SHIPMENT_LEFT = "cancelled_shipment_left";

  /** Suffix of reasons of failed captures, voids and refunds, for example capture_failed. */
  static final String FAILED = "_failed";

  private Reasons() {}
}
