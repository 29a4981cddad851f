package dev.millrace.orders.order;

import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class OrderPropertiesTest {

  @Test
  void everyInterleavingKeepsMoneyAndStockTrue() {
    new SeededRun<>(
            OrderProperties::new,
            random ->
                new OrderProperties.Step(
                    OrderProperties.Kind.values()[
                        random.nextInt(OrderProperties.Kind.values().length)],
                    random.nextInt(1_000)),
            OrderProperties::apply,
            List.of(
                named("NoOrderConfirmedWithoutMoney", OrderPropertiesTest::confirmedIsPaid),
                named("NoMoneyWithoutOrder", OrderPropertiesTest::givenUpKeepsNoMoney),
                named("NoDoubleCharge", model -> !model.settled || model.promisesKept() <= 1),
                named("EveryHoldAccounted", OrderPropertiesTest::holdsAccounted),
                named("ReplayEqualsLive", OrderPropertiesTest::replayEqualsLive),
                named("RefundsNeverExceedCaptured", OrderPropertiesTest::refundsBounded),
                named("ReturnsNeverExceedSold", OrderPropertiesTest::returnsBounded),
                named("EveryOrderReachesFinalOrWaiting", OrderPropertiesTest::finalOrWaiting)))
        .run(1, 400, 120);
  }

  private static Invariant<OrderProperties> named(String name, Predicate<OrderProperties> holds) {
    return Invariant.of(
        name,
        model -> holds.test(model) ? Optional.empty() : Optional.of(model.scene.log.toString()));
  }

  private static boolean confirmedIsPaid(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.status() != Order.Status.CONFIRMED
        || order.payment().amounts().authorizedMinor() - order.payment().amounts().voidedMinor()
            >= order.totalMinor();
  }

  private static boolean givenUpKeepsNoMoney(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || (order.status() != Order.Status.REJECTED && order.status() != Order.Status.CANCELLED)
        || model.moneyKept() == 0;
  }

  private static boolean holdsAccounted(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.isPending()
        || !model.holds.containsValue("held");
  }

  private static boolean replayEqualsLive(OrderProperties model) {
    Order replayed = null;
    for (OrderEvent.Recorded event : model.scene.log) {
      replayed = OrderFold.evolve(replayed, event);
    }
    return java.util.Objects.equals(replayed, model.order());
  }

  private static boolean refundsBounded(OrderProperties model) {
    return model.promises.values().stream().allMatch(one -> one.refunded <= one.captured);
  }

  private static boolean returnsBounded(OrderProperties model) {
    Order order = model.order();
    boolean allBack =
        order == null
            || !model.settled
            || order.status() != Order.Status.CANCELLED
            || model.unitsReturned == model.unitsSold;
    return model.unitsReturned <= model.unitsSold && allBack;
  }

  private static boolean finalOrWaiting(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.status() != Order.Status.PENDING_STOCK
            && (order.status() != Order.Status.PENDING_PAYMENT
                || order.payment().status() == Payment.Status.REQUIRES_ACTION);
  }
}
