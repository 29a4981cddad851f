package dev.millrace.orders.order;

/** What must be true of the units of the model of orders, in stock and in shipments. */
final class UnitProperties {

  private UnitProperties() {}

  static boolean unitsAddUp(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.lines().stream()
            .allMatch(
                line ->
                    line.returned() + order.care().cancelledUnits(line.priced().lineId())
                        <= line.priced().quantity());
  }

  /** Asked for money for exactly the units that are held, and the parts of the price add up. */
  static boolean linesAreHeld(OrderProperties model) {
    Order order = model.order();
    if (order == null || (!order.stands() && order.status() != Order.Status.PENDING_PAYMENT)) {
      return true;
    }
    return order.attempt().placement().quote().addsUp()
        && order.lines().stream()
            .allMatch(
                line -> {
                  var hold = model.inventory.holds.get(line.reservationId());
                  return hold != null && hold.quantity == line.priced().quantity();
                });
  }

  static boolean holdsAccounted(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.isPending()
        || model.inventory.holds.entrySet().stream()
            .filter(one -> one.getValue().state.equals("held"))
            .allMatch(one -> isPutBy(order, one.getKey()));
  }

  /** Whether a return that is under way has the units put by. */
  private static boolean isPutBy(Order order, String reservationId) {
    return order
        .returnBook()
        .exchanges()
        .anyMatch(one -> one.exchangeId().equals(reservationId) && one.step().mayBeHeld());
  }

  static boolean backordersAgree(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || !order.stands()
        || order.lines().stream()
            .allMatch(
                line -> {
                  var hold = model.inventory.holds.get(line.reservationId());
                  boolean acceptedAsIs = line.stock() == Order.LineStock.LOST;
                  return acceptedAsIs
                      || hold != null
                          && line.backorder().units() == hold.missing
                          && line.stock()
                              == (hold.missing == 0
                                  ? Order.LineStock.COMMITTED
                                  : Order.LineStock.BACKORDERED);
                });
  }

  static boolean nothingOwed(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || (order.status() != Order.Status.REJECTED && order.status() != Order.Status.CANCELLED)
        || model.inventory.holds.values().stream().noneMatch(TinyInventory.Hold::waits)
            && order.lines().stream().allMatch(line -> line.backorder().units() == 0);
  }

  static boolean shipmentsBounded(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.lines().stream()
            .allMatch(
                line ->
                    line.allocations().stream()
                        .allMatch(from -> shipped(order, line, from) <= from.quantity()));
  }

  static boolean shipmentsAddUp(OrderProperties model) {
    Order order = model.order();
    return order == null
        || !order.stands()
        || order.lines().stream().anyMatch(line -> line.stock() == Order.LineStock.COMMITTING)
        || order.lines().stream()
            .allMatch(
                line ->
                    line.allocations().stream()
                        .allMatch(from -> shipped(order, line, from) == from.quantity()));
  }

  private static int shipped(Order order, Order.Line line, Order.Allocation from) {
    return order.shipments().units(line.priced().lineId(), from.warehouseId());
  }
}
