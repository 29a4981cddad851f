package dev.millrace.orders.order;

/** What must be true of the returns and exchanges of the model of orders. */
final class ReturnProperties {

  private ReturnProperties() {}

  /** What is sent instead is sold once, and no more of it than came and is not paid back. */
  static boolean exchangesBounded(OrderProperties model) {
    Order order = model.order();
    if (order == null) {
      return true;
    }
    for (ReturnCase one : order.returnBook().cases()) {
      for (Exchange exchange : one.exchanges()) {
        ReturnCase.Line line = one.line(exchange.lineId());
        var hold = model.inventory.holds.get(exchange.exchangeId());
        boolean isSold = hold != null && hold.state.equals("committed");
        boolean isSaidToBe = exchange.step() == Exchange.Step.SOLD;
        if (exchange.units() > line.resellable() + line.damaged() - line.accepted()
            || (isSaidToBe && (!isSold || hold.quantity != exchange.units()))
            || (model.settled && isSold && !isSaidToBe)
            || (isSaidToBe
                && order.stands()
                && order.lines().stream()
                    .noneMatch(other -> other.stock() == Order.LineStock.COMMITTING)
                && order.shipments().units(exchange.exchangeId(), "wh_main") != exchange.units())) {
          return false;
        }
      }
    }
    return true;
  }

  static boolean returnsBounded(OrderProperties model) {
    Order order = model.order();
    boolean allBack =
        order == null
            || !model.settled
            || order.status() != Order.Status.CANCELLED
            || model.inventory.unitsReturned + model.inventory.unitsDamaged
                == model.inventory.unitsSold;
    return model.inventory.unitsReturned + model.inventory.unitsDamaged <= model.inventory.unitsSold
        && allBack;
  }

  /** Each unit is back once, claimed by one return, or with the customer. */
  static boolean returnsAccounted(OrderProperties model) {
    Order order = model.order();
    if (order == null || !order.stands()) {
      return true;
    }
    return order.lines().stream()
            .allMatch(
                line ->
                    line.returned()
                            + order.returnBook().claimed(line.priced().lineId())
                            + order.care().cancelledUnits(line.priced().lineId())
                        <= Math.max(0, line.delivered()))
        && order.returnBook().cases().stream()
            .filter(
                one ->
                    one.status() == ReturnCase.Status.INSPECTED
                        || one.status() == ReturnCase.Status.CLOSED)
            .flatMap(one -> one.lines().stream())
            .allMatch(
                line ->
                    line.resellable() + line.damaged() + line.missing() == line.quantity()
                        && line.accepted() <= line.resellable() + line.damaged());
  }

  /** Every amount is there, and what goes back or may have gone is not more than was paid. */
  static boolean returnMoneyAddsUp(OrderProperties model) {
    Order order = model.order();
    if (order == null) {
      return true;
    }
    for (ReturnCase one : order.returnBook().cases()) {
      ReturnMoney money = one.money();
      if (money.refundMinor() < 0
          || money.restockingFeeMinor() + money.returnShippingFeeMinor() > money.itemsMinor()
          || money.refundMinor()
              > money.itemsMinor()
                  - money.restockingFeeMinor()
                  - money.returnShippingFeeMinor()
                  + money.shippingMinor()) {
        return false;
      }
    }
    return !order.stands() || PromisedBack.minor(order) <= OrderScene.TOTAL;
  }
}
