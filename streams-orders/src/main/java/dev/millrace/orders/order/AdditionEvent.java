package dev.millrace.orders.order;

/** What happened between an order and its additions. */
public sealed interface AdditionEvent extends OrderEvent.OfAdditions {

  /**
   * An edit wanted more units: an order for them is placed.
   *
   * @param quote what it costs
   */
  record AdditionPlaced(
      String editId, String additionId, Placement.Quote quote, String paymentMethodId)
      implements AdditionEvent {}

  /**
   * @param version of the addition when it told so
   */
  record AdditionChanged(String additionId, long version, Additions.State state)
      implements AdditionEvent {}
}
