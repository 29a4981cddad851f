package dev.millrace.orders.order;

/** Where money can go that goes back. */
public final class RefundTarget {

  /** The means that the order was paid with. */
  public static final String ORIGINAL = "original";

  /** The customer's store credit; only money that was taken can become that. */
  public static final String STORE_CREDIT = "store_credit";

  private RefundTarget() {}

  /** Whether money of an order can go there. */
  static boolean isOpen(Order order, String refundTo) {
    return refundTo.equals(ORIGINAL)
        || (refundTo.equals(STORE_CREDIT) && !order.payment().cash().isAgreed());
  }
}
