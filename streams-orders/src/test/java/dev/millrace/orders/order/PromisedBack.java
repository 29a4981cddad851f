package dev.millrace.orders.order;

/** What goes back, went back or may have gone back without anybody knowing. */
final class PromisedBack {

  private PromisedBack() {}

  /** To the payment method and to accounts, in minor units. */
  static long minor(Order order) {
    long promisedMinor = DrawProperties.promisedMinor(order);
    for (Payment.Refund one : order.payment().refunds()) {
      boolean inDoubt =
          one.step() == Payment.RefundStep.FAILED
              && order.care().unresolved().contains(one.requestId());
      boolean isOver =
          one.step() == Payment.RefundStep.FAILED || one.step() == Payment.RefundStep.DROPPED;
      promisedMinor += inDoubt || !isOver ? one.amountMinor() : 0;
    }
    return promisedMinor;
  }
}
