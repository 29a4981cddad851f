package dev.millrace.orders.order;

/** Why an attempt was rejected or an order needs a person; stable names that clients see. */
public final class Reasons {

  public static final String OUT_OF_STOCK = "out_of_stock";
  public static final String STOCK_TIMEOUT = "stock_timeout";
  public static final String PAYMENT_DECLINED = "payment_declined";
  public static final String PAYMENT_TIMEOUT = "payment_timeout";
  public static final String PAYMENT_UNRESOLVED = "payment_unresolved";
  public static final String PAYMENT_AMOUNT_MISMATCH = "payment_amount_mismatch";

  static final String STOCK_COMMIT_REFUSED = "stock_commit_refused";

  static final String CANCELLED_SHIPMENT_LEFT = "cancelled_shipment_left";

  /** Suffix of reasons of failed captures, voids and refunds, for example capture_failed. */
  static final String FAILED = "_failed";

  private Reasons() {}
}
