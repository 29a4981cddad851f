package dev.millrace.orders.order;

/** Orders of shoppers who take less if there is less. */
final class PartialScene {

  private PartialScene() {}

  /** The usual order of such a shopper. */
  static OrderCommand.PlaceOrder placing(String commandId, String paymentMethodId) {
    OrderCommand.PlaceOrder all = OrderScene.placing(commandId, paymentMethodId);
    Placement one = all.placement();
    return new OrderCommand.PlaceOrder(
        commandId,
        OrderScene.ORDER_ID,
        new Placement(
            one.customerId(),
            one.quote(),
            one.shippingAddress(),
            paymentMethodId,
            one.backorderAllowed(),
            true,
            one.tenders()),
        true,
        null);
  }
}
