package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderProperties.Kind;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderPropertiesTest {

  /** Answers are more frequent than what ends an attempt: else no order is ever confirmed. */
  private static final List<Kind> KINDS =
      Stream.of(
              Collections.nCopies(3, Kind.PLACE),
              Collections.nCopies(1, Kind.PLACE_OTHER),
              Collections.nCopies(1, Kind.CANCEL),
              Collections.nCopies(2, Kind.CONFIRM),
              Collections.nCopies(4, Kind.RETURN),
              Collections.nCopies(12, Kind.INVENTORY),
              Collections.nCopies(4, Kind.FILL),
              Collections.nCopies(8, Kind.PROVIDER),
              Collections.nCopies(16, Kind.DELIVER),
              Collections.nCopies(3, Kind.DELIVER_AGAIN),
              Collections.nCopies(1, Kind.DEADLINE),
              Collections.nCopies(1, Kind.SETTLE),
              Collections.nCopies(1, Kind.HOLD),
              Collections.nCopies(1, Kind.RELEASE),
              Collections.nCopies(2, Kind.RESOLVE),
              Collections.nCopies(1, Kind.CANCEL_LINES),
              Collections.nCopies(1, Kind.EDIT))
          .flatMap(List::stream)
          .toList();

  /** A model that never gets there proves nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "filled while held",
          "filled once sold",
          "withdrawn",
          "lineBackorderFilled",
          "lineBackorderWithdrawn",
          "itemsReturned",
          "orderConfirmed",
          "return_exceeds_delivered",
          "fraudFlagged",
          "orderPutOnHold",
          "orderHoldReleased",
          "paymentStepRetried",
          "lineStockRetried",
          "exceptionResolved",
          "linesCancelled",
          "shippingAddressChanged");

  @Test
  void everyInterleavingKeepsMoneyAndStockTrue() {
    Set<String> seen = new TreeSet<>();
    new SeededRun<>(
            () -> new OrderProperties(seen),
            random ->
                new OrderProperties.Step(
                    KINDS.get(random.nextInt(KINDS.size())), random.nextInt(1_000)),
            OrderProperties::apply,
            List.of(
                named("NoOrderConfirmedWithoutMoney", OrderPropertiesTest::confirmedIsPaid),
                named("NoMoneyWithoutOrder", OrderPropertiesTest::givenUpKeepsNoMoney),
                named("NoDoubleCharge", model -> !model.settled || model.promisesKept() <= 1),
                named("EveryHoldAccounted", OrderPropertiesTest::holdsAccounted),
                named("ReplayEqualsLive", OrderPropertiesTest::replayEqualsLive),
                named("BackordersAreWhatTheInventoryOwes", OrderPropertiesTest::backordersAgree),
                named("NothingIsOwedToWhatIsGivenUp", OrderPropertiesTest::nothingOwed),
                named("UnitsAddUp", OrderPropertiesTest::unitsAddUp),
                named("ExceptionsNeedAPerson", OrderPropertiesTest::exceptionHasTrouble),
                named("RefundsNeverExceedCaptured", OrderPropertiesTest::refundsBounded),
                named("ReturnsNeverExceedSold", OrderPropertiesTest::returnsBounded),
                named("EveryOrderReachesFinalOrWaiting", OrderPropertiesTest::finalOrWaiting)))
        .run(1, 600, 160);
    if (System.getProperty(SeededRun.SEED) == null) {
      assertThat(seen).as("what the model came across").containsAll(MUST_HAPPEN);
    }
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
        || isLeftToPeople(model)
        || model.moneyKept() == 0;
  }

  /** Somebody must still look at the money, or has said that it was settled elsewhere. */
  private static boolean isLeftToPeople(OrderProperties model) {
    return !model.scene.order().care().troubles().isEmpty()
        || model.scene.log.stream()
            .anyMatch(
                one ->
                    one.event() instanceof OrderEvent.ExceptionResolved resolved
                        && resolved.action().equals(Resolution.ACCEPT_AS_IS.code()));
  }

  private static boolean unitsAddUp(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.lines().stream()
            .allMatch(
                line ->
                    line.returned() + order.care().cancelledUnits(line.priced().lineId())
                        <= line.priced().quantity());
  }

  private static boolean exceptionHasTrouble(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.status() != Order.Status.EXCEPTION
        || Trouble.anyKeepsException(order.care().troubles());
  }

  private static boolean holdsAccounted(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.isPending()
        || model.holds.values().stream().noneMatch(hold -> hold.state.equals("held"));
  }

  private static boolean backordersAgree(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.status() != Order.Status.CONFIRMED
        || order.lines().stream()
            .allMatch(
                line -> {
                  var hold = model.holds.get(line.reservationId());
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

  private static boolean nothingOwed(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || (order.status() != Order.Status.REJECTED && order.status() != Order.Status.CANCELLED)
        || model.holds.values().stream().noneMatch(OrderProperties.Hold::waits)
            && order.lines().stream().allMatch(line -> line.backorder().units() == 0);
  }

  private static boolean replayEqualsLive(OrderProperties model) {
    Order replayed = null;
    for (OrderEvent.Recorded event : model.scene.log) {
      replayed = OrderFold.evolve(replayed, event);
    }
    return java.util.Objects.equals(replayed, model.order());
  }

  private static boolean refundsBounded(OrderProperties model) {
    return !model.overAsked
        && model.promises.values().stream().allMatch(one -> one.refunded <= one.captured);
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
