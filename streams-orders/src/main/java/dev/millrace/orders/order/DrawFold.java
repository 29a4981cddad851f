package dev.millrace.orders.order;

/** Folds what happened between an order and the accounts that it draws on. */
final class DrawFold {

  private DrawFold() {}

  static Order evolve(Order order, DrawEvent event) {
    return switch (event) {
      case DrawEvent.DrawHeld e ->
          order.draw(draws -> draws.held(e.holdId(), e.amount(), e.expiresAt()));
      case DrawEvent.DrawRefused e -> order.draw(draws -> draws.refused(e.holdId(), e.refusal()));
      case DrawEvent.DrawTaken e -> shown(order.draw(draws -> draws.taken(e.holdId())));
      case DrawEvent.DrawGivenBack e ->
          shown(order.draw(draws -> draws.answered(e.giveBackId(), true)));
      case DrawEvent.StoreCreditIssued e -> order.draw(draws -> draws.answered(e.issueId(), true));
      case DrawEvent.DrawFailed e ->
          order.draw(
              draws ->
                  e.operation() == OrderCommand.AccountOperation.TAKE
                      ? draws.lost(e.requestId(), e.refusal())
                      : draws.answered(e.requestId(), false));
      case DrawEvent.DrawRetried e ->
          order
              .draw(draws -> draws.again(e.requestId(), e.amount()))
              .care(care -> care.retried(e.requestId()));
    };
  }

  /** The order stands; what accounts keep for it is spent. */
  static Order confirmed(Order order) {
    return order.draws().all().isEmpty()
        ? order
        : shown(order.draw(draws -> draws.spent(order.totalMinor())));
  }

  /** The order is given up: what it spent goes back, but for what is store credit already. */
  static Order cancelled(Order order) {
    String requestId = RequestIds.refundOfCancellation(order.orderId());
    return order.draws().all().isEmpty()
        ? order
        : order.draw(
            draws -> draws.giveBack(requestId, draws.refundableMinor()).giveUsesBack(requestId));
  }

  /**
   * So much goes back: to the payment method as far as it paid, or will, the rest to accounts.
   *
   * @param expectedMinor what the payment method will have paid
   */
  static Order refund(Order order, String requestId, long amountMinor, long expectedMinor) {
    if (order.draws().equals(Draws.NONE)) {
      return order.pay(payment -> payment.refund(requestId, amountMinor));
    }
    long byProvider = Math.min(amountMinor, order.providerGrantableMinor(expectedMinor));
    return order
        .pay(payment -> payment.refund(requestId, byProvider))
        .draw(draws -> draws.giveBack(requestId, amountMinor - byProvider));
  }

  /** So much goes to where it is wanted. */
  static Order refund(
      Order order, String requestId, long amountMinor, long expectedMinor, String refundTo) {
    // What was not taken yet cannot be store credit: it goes back as it would have come.
    return refundTo.equals(RefundTarget.STORE_CREDIT) && amountMinor <= order.grantableMinor(0)
        ? order.draw(draws -> draws.issue(order.orderId(), requestId, amountMinor))
        : refund(order, requestId, amountMinor, expectedMinor);
  }

  /** An order that asks no payment method shows how its credit stands. */
  private static Order shown(Order order) {
    boolean asksNobody =
        order.draws().paysAny()
            && order.payment().ofAttempt(order.attempt().number()).isEmpty()
            && !order.payment().cash().isAgreed();
    return asksNobody ? order.pay(payment -> payment.at(status(order))) : order;
  }

  private static Payment.Status status(Order order) {
    Draws draws = order.draws();
    long backMinor = draws.givenBackMinor();
    if (backMinor > 0) {
      return backMinor >= draws.drawnMinor(order.totalMinor())
          ? Payment.Status.REFUNDED
          : Payment.Status.PARTIALLY_REFUNDED;
    }
    return draws.isAllTaken() ? Payment.Status.CAPTURED : Payment.Status.AUTHORIZED;
  }
}
