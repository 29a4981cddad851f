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
              Collections.nCopies(2, Kind.CANCEL),
              Collections.nCopies(2, Kind.CONFIRM),
              Collections.nCopies(7, Kind.RETURN),
              Collections.nCopies(11, Kind.ASK_RETURN),
              Collections.nCopies(24, Kind.MOVE_RETURN),
              Collections.nCopies(1, Kind.REFUND),
              Collections.nCopies(2, Kind.CAPTURE),
              Collections.nCopies(2, Kind.CASH),
              Collections.nCopies(12, Kind.INVENTORY),
              Collections.nCopies(4, Kind.FILL),
              Collections.nCopies(8, Kind.PROVIDER),
              Collections.nCopies(5, Kind.ACCOUNT),
              Collections.nCopies(16, Kind.DELIVER),
              Collections.nCopies(3, Kind.DELIVER_AGAIN),
              Collections.nCopies(1, Kind.DEADLINE),
              Collections.nCopies(6, Kind.SHIP),
              Collections.nCopies(2, Kind.SPLIT),
              Collections.nCopies(4, Kind.CARRIER),
              Collections.nCopies(2, Kind.REPORT),
              Collections.nCopies(1, Kind.SETTLE),
              Collections.nCopies(1, Kind.HOLD),
              Collections.nCopies(3, Kind.RELEASE),
              Collections.nCopies(2, Kind.RESOLVE),
              Collections.nCopies(2, Kind.CANCEL_LINES),
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
          "shipmentPlanned",
          "shipmentProgressed",
          "shipmentLabelled",
          "shipmentLabelFailed",
          "orderProgressed",
          "shipment_step_not_allowed",
          "split_exceeds_shipment",
          "return_exceeds_delivered",
          "return_exceeds_ordered",
          "return_under_way",
          "return_window_closed",
          "return_step_not_allowed",
          "refund_exceeds_captured",
          "returnRejected",
          "returnLabelSent",
          "returnInTransit",
          "returnInspected",
          "returnClosed",
          "returnCancelled",
          "returnExpired",
          "refundGranted",
          "fraudFlagged",
          "orderPutOnHold",
          "orderHoldReleased",
          "paymentStepRetried",
          "lineStockRetried",
          "exceptionResolved",
          "linesCancelled",
          "exchangeHeld",
          "exchangeRefused",
          "exchangeSold",
          "exchange_exceeds_return",
          "lineStockLowered",
          "orderPartlyAllocated",
          "shippingAddressChanged",
          "units_not_cancellable",
          "address_on_parcel",
          "order_on_hold",
          "captureRequested",
          "paymentPending",
          "cashAgreed",
          "cashReceived",
          "cashGivenBack",
          "drawHeld",
          "drawRefused",
          "drawTaken",
          "drawGivenBack",
          "drawFailed",
          "storeCreditIssued",
          "lateHoldReleased",
          "drawRetried",
          "cash_exceeds_due",
          "cash_not_due");

  /** A model whose money is taken by hand must get there too. */
  private static final List<String> MUST_HAPPEN_BY_HAND =
      List.of(
          "capture_exceeds_authorized",
          "nothing_to_capture",
          "capture_id_reused",
          "remainderVoided");

  /** A model whose money is taken with shipments must send some order off whole. */
  private static final List<String> MUST_HAPPEN_WITH_SHIPMENTS =
      List.of("captureRequested", "paymentCaptured", "FULFILLING", "SHIPPED");

  /** Nobody takes money by hand, and shipments move more often. */
  private static final List<Kind> KINDS_WITH_SHIPMENTS =
      Stream.concat(
              KINDS.stream().filter(kind -> kind != Kind.CAPTURE && kind != Kind.CANCEL),
              Collections.nCopies(20, Kind.SHIP).stream())
          .toList();

  @Test
  void everyInterleavingKeepsMoneyAndStockTrueWhenMoneyIsTakenWithShipments() {
    run(
        OrderScene.taking(CheckoutTerms.Capture.ON_SHIPMENT),
        KINDS_WITH_SHIPMENTS,
        MUST_HAPPEN_WITH_SHIPMENTS);
  }

  @Test
  void everyInterleavingKeepsMoneyAndStockTrueWhenMoneyIsTakenByHand() {
    // More is given up, so that nothing is left to take.
    List<Kind> kinds =
        Stream.concat(KINDS.stream(), Collections.nCopies(9, Kind.CANCEL_LINES).stream()).toList();
    run(OrderScene.taking(CheckoutTerms.Capture.MANUAL), kinds, MUST_HAPPEN_BY_HAND);
  }

  @Test
  void everyInterleavingKeepsMoneyAndStockTrue() {
    run(OrderScene.TERMS, KINDS, MUST_HAPPEN);
  }

  private static void run(CheckoutTerms terms, List<Kind> kinds, List<String> mustHappen) {
    Set<String> seen = new TreeSet<>();
    new SeededRun<>(
            () -> new OrderProperties(terms, seen),
            random ->
                new OrderProperties.Step(
                    kinds.get(random.nextInt(kinds.size())), random.nextInt(1_000)),
            OrderProperties::apply,
            List.of(
                named("NoOrderConfirmedWithoutMoney", OrderPropertiesTest::confirmedIsPaid),
                named("NoMoneyWithoutOrder", OrderPropertiesTest::givenUpKeepsNoMoney),
                named(
                    "NoDoubleCharge",
                    model -> !model.settled || model.provider.promisesKept() <= 1),
                named("EveryHoldAccounted", OrderPropertiesTest::holdsAccounted),
                named("ReplayEqualsLive", OrderPropertiesTest::replayEqualsLive),
                named("BackordersAreWhatTheInventoryOwes", OrderPropertiesTest::backordersAgree),
                named("NothingIsOwedToWhatIsGivenUp", OrderPropertiesTest::nothingOwed),
                named("CapturesNeverExceedThePromise", OrderPropertiesTest::capturesBounded),
                named("WhatIsHandedOverIsTaken", OrderPropertiesTest::handedOverIsTaken),
                named("CashAddsUp", OrderPropertiesTest::cashAddsUp),
                named("NeverPaidBeforeTheCashIsThere", OrderPropertiesTest::cashIsNotForeseen),
                named("UnitsAddUp", OrderPropertiesTest::unitsAddUp),
                named("NeverMoreExchangedThanCameBack", OrderPropertiesTest::exchangesBounded),
                named("TheOrderIsWhatIsHeld", OrderPropertiesTest::linesAreHeld),
                named("ExceptionsNeedAPerson", OrderPropertiesTest::exceptionHasTrouble),
                named("RefundsNeverExceedCaptured", OrderPropertiesTest::refundsBounded),
                named("ReturnsNeverExceedSold", OrderPropertiesTest::returnsBounded),
                named("NeverMoreInShipmentsThanSold", OrderPropertiesTest::shipmentsBounded),
                named("AllThatIsSoldStandsInShipments", OrderPropertiesTest::shipmentsAddUp),
                named("ReturnedUnitsAreAccounted", OrderPropertiesTest::returnsAccounted),
                named("ReturnsPayWhatTheySay", OrderPropertiesTest::returnMoneyAddsUp),
                named("TendersAddUpToTheTotal", DrawProperties::addUp),
                named("CreditIsNeverBelowZero", DrawProperties::neverBelowZero),
                named("CreditIsWhatOrdersSpent", DrawProperties::spentIsTaken),
                named("GivenUpKeepsNoCredit", DrawProperties::givenUpKeepsNone),
                named("EveryOrderReachesFinalOrWaiting", OrderPropertiesTest::finalOrWaiting)))
        .run(1, 500, 300);
    if (System.getProperty(SeededRun.SEED) == null) {
      assertThat(seen).as("what the model came across").containsAll(mustHappen);
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
        || !order.stands()
        || order.payment().cash().agreedMinor() == order.dueMinor()
        // Whoever captures by hand may take less and give back the rest.
        || order.payment().captures().all().stream().anyMatch(one -> one.captureId() != null)
        || order.payment().amounts().authorizedMinor() - order.payment().amounts().voidedMinor()
            >= order.toCaptureMinor();
  }

  private static boolean givenUpKeepsNoMoney(OrderProperties model) {
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

  private static boolean unitsAddUp(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.lines().stream()
            .allMatch(
                line ->
                    line.returned() + order.care().cancelledUnits(line.priced().lineId())
                        <= line.priced().quantity());
  }

  /** Asked for money for exactly the units that are held, and the parts of the price add up. */
  private static boolean linesAreHeld(OrderProperties model) {
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

  /** What is sent instead is sold once, and no more of it than came and is not paid back. */
  private static boolean exchangesBounded(OrderProperties model) {
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

  private static boolean backordersAgree(OrderProperties model) {
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

  private static boolean nothingOwed(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || (order.status() != Order.Status.REJECTED && order.status() != Order.Status.CANCELLED)
        || model.inventory.holds.values().stream().noneMatch(TinyInventory.Hold::waits)
            && order.lines().stream().allMatch(line -> line.backorder().units() == 0);
  }

  private static boolean shipmentsBounded(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.lines().stream()
            .allMatch(
                line ->
                    line.allocations().stream()
                        .allMatch(from -> shipped(order, line, from) <= from.quantity()));
  }

  private static boolean shipmentsAddUp(OrderProperties model) {
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

  private static boolean replayEqualsLive(OrderProperties model) {
    Order replayed = null;
    for (OrderEvent.Recorded event : model.scene.log) {
      replayed = OrderFold.evolve(replayed, event);
    }
    return java.util.Objects.equals(replayed, model.order());
  }

  private static boolean capturesBounded(OrderProperties model) {
    Order order = model.order();
    return model.provider.promises.values().stream().allMatch(one -> one.captured <= one.amount)
        && (order == null
            || order.payment().captures().countedMinor() <= order.totalMinor()
                && order.payment().captures().all().size() <= Captures.CAPTURES_MAX);
  }

  /** The shares of shipments add up to what is to be taken once all is handed over. */
  private static boolean handedOverIsTaken(OrderProperties model) {
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

  private static boolean cashAddsUp(OrderProperties model) {
    Order order = model.order();
    Cash cash = order == null ? Cash.NONE : order.payment().cash();
    return cash.dueMinor() >= 0
        && cash.toGiveBackMinor() >= 0
        && cash.owedMinor() <= cash.receivedMinor();
  }

  private static boolean cashIsNotForeseen(OrderProperties model) {
    Order order = model.order();
    return order == null
        || !order.payment().cash().isAgreed()
        || order.payment().cash().receivedMinor() > 0
        || order.payment().status() == Payment.Status.CASH_DUE
        || order.payment().status() == Payment.Status.VOIDED;
  }

  private static boolean refundsBounded(OrderProperties model) {
    return !model.provider.overAsked
        && model.provider.promises.values().stream().allMatch(one -> one.refunded <= one.captured);
  }

  private static boolean returnsBounded(OrderProperties model) {
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
  private static boolean returnsAccounted(OrderProperties model) {
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
  private static boolean returnMoneyAddsUp(OrderProperties model) {
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

  private static boolean finalOrWaiting(OrderProperties model) {
    Order order = model.order();
    return !model.settled
        || order == null
        || order.status() != Order.Status.PENDING_STOCK
            && (order.status() != Order.Status.PENDING_PAYMENT
                || order.payment().status() == Payment.Status.REQUIRES_ACTION
                || order.payment().status() == Payment.Status.PENDING);
  }
}
