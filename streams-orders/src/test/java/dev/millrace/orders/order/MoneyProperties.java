package dev.millrace.orders.order;

/** What must be true of the money of the model of orders. */
final class MoneyProperties {

  private MoneyProperties() {}

  static boolean confirmedIsPaid(OrderProperties model) {
    Order order = model.order();
    return order == null
        || !order.stands()
        || order.payment().cash().agreedMinor() == order.dueMinor()
        // Whoever captures by hand may take less and give back the rest.
        || order.payment().captures().all().stream().anyMatch(one -> one.captureId() != null)
        || order.payment().amounts().authorizedMinor() - order.payment().amounts().voidedMinor()
            >= order.toCaptureMinor();
  }

  static boolean givenUpKeepsNoMoney(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || (order.status() != Order.Status.REJECTED && order.status() != Order.Status.CANCELLED)
        || isLeftToPeople(model)
        || model.provider.moneyKept() + model.provider.moneyKeptOfVoided()
                == order.draws().ofProviderMinor()
            && order.payment().cash().dueMinor() == 0
            && order.payment().cash().owedMinor() == order.payment().cash().receivedMinor();
  }

  /** Somebody must still look at the money, or has said that it was settled elsewhere. */
  private static boolean isLeftToPeople(OrderProperties model) {
    return !model.scene.order().care().troubles().isEmpty() || isAcceptedAsIs(model);
  }

  private static boolean isAcceptedAsIs(OrderProperties model) {
    return model.scene.log.stream()
        .anyMatch(
            one ->
                one.event() instanceof OrderEvent.ExceptionResolved resolved
                    && resolved.action().equals(Resolution.ACCEPT_AS_IS.code()));
  }

  static boolean capturesBounded(OrderProperties model) {
    Order order = model.order();
    return model.provider.promises.values().stream().allMatch(one -> one.captured <= one.amount)
        && (order == null
            || order.payment().captures().countedMinor() <= order.totalMinor()
                && order.payment().captures().all().size() <= Captures.CAPTURES_MAX);
  }

  /** The shares of shipments add up to what is to be taken once all is handed over. */
  static boolean handedOverIsTaken(OrderProperties model) {
    Order order = model.order();
    if (order == null
        || (order.status() != Order.Status.SHIPPED && order.status() != Order.Status.DELIVERED)
        || order.payment().cash().isAgreed()
        || model.terms.capture() != CheckoutTerms.Capture.ON_SHIPMENT
        // What was settled elsewhere, a lost unit or a failed capture, is not taken.
        || isAcceptedAsIs(model)) {
      return true;
    }
    Captures captures = order.payment().captures();
    // Of what credit pays, given up units may leave nothing for the last shipment to take.
    boolean isEnded =
        captures.isEnded() || (order.draws().paysAny() && order.capturableMinor() == 0);
    return captures.countedMinor() == order.toCaptureMinor() && isEnded;
  }

  static boolean cashAddsUp(OrderProperties model) {
    Order order = model.order();
    Cash cash = order == null ? Cash.NONE : order.payment().cash();
    return cash.dueMinor() >= 0
        && cash.toGiveBackMinor() >= 0
        && cash.owedMinor() <= cash.receivedMinor();
  }

  static boolean cashIsNotForeseen(OrderProperties model) {
    Order order = model.order();
    return order == null
        || !order.payment().cash().isAgreed()
        || order.payment().cash().receivedMinor() > 0
        || order.payment().status() == Payment.Status.CASH_DUE
        || order.payment().status() == Payment.Status.VOIDED;
  }

  static boolean refundsBounded(OrderProperties model) {
    return !model.provider.overAsked
        && model.provider.promises.values().stream().allMatch(one -> one.refunded <= one.captured);
  }
}
