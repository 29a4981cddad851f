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
              Collections.nCopies(3, Kind.CAPTURE),
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
              Collections.nCopies(3, Kind.RESOLVE),
              Collections.nCopies(2, Kind.CANCEL_LINES),
              Collections.nCopies(1, Kind.EDIT),
              List.of(Kind.RAISE, Kind.ADDITION, Kind.ADDITION))
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
          "additionPlaced",
          "additionChanged",
          "units_in_addition",
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

  /** A whole past is folded anew only now and then, and once nothing is on its way. */
  private static final int REPLAYED_EVERY = 16;

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
                named("NoOrderConfirmedWithoutMoney", MoneyProperties::confirmedIsPaid),
                named("NoMoneyWithoutOrder", MoneyProperties::givenUpKeepsNoMoney),
                named(
                    "NoDoubleCharge",
                    model -> !model.settled || model.provider.promisesKept() <= 1),
                named("EveryHoldAccounted", UnitProperties::holdsAccounted),
                named("ReplayEqualsLive", OrderPropertiesTest::replayEqualsLive),
                named("BackordersAreWhatTheInventoryOwes", UnitProperties::backordersAgree),
                named("NothingIsOwedToWhatIsGivenUp", UnitProperties::nothingOwed),
                named("CapturesNeverExceedThePromise", MoneyProperties::capturesBounded),
                named("WhatIsHandedOverIsTaken", MoneyProperties::handedOverIsTaken),
                named("CashAddsUp", MoneyProperties::cashAddsUp),
                named("NeverPaidBeforeTheCashIsThere", MoneyProperties::cashIsNotForeseen),
                named("UnitsAddUp", UnitProperties::unitsAddUp),
                named("NeverMoreExchangedThanCameBack", ReturnProperties::exchangesBounded),
                named("TheOrderIsWhatIsHeld", UnitProperties::linesAreHeld),
                named("ExceptionsNeedAPerson", OrderPropertiesTest::exceptionHasTrouble),
                named("RefundsNeverExceedCaptured", MoneyProperties::refundsBounded),
                named("ReturnsNeverExceedSold", ReturnProperties::returnsBounded),
                named("NeverMoreInShipmentsThanSold", UnitProperties::shipmentsBounded),
                named("AllThatIsSoldStandsInShipments", UnitProperties::shipmentsAddUp),
                named("ReturnedUnitsAreAccounted", ReturnProperties::returnsAccounted),
                named("ReturnsPayWhatTheySay", ReturnProperties::returnMoneyAddsUp),
                named("TendersAddUpToTheTotal", DrawProperties::addUp),
                named("CreditIsNeverBelowZero", DrawProperties::neverBelowZero),
                named("CreditIsWhatOrdersSpent", DrawProperties::spentIsTaken),
                named("GivenUpKeepsNoCredit", DrawProperties::givenUpKeepsNone),
                named("NeverTwoAdditionsForOneEdit", AdditionProperties::placedOnce),
                named("AnOrderKnowsItsAdditions", AdditionProperties::known),
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

  private static boolean exceptionHasTrouble(OrderProperties model) {
    Order order = model.order();
    return order == null
        || order.status() != Order.Status.EXCEPTION
        || Trouble.anyKeepsException(order.care().troubles());
  }

  private static boolean replayEqualsLive(OrderProperties model) {
    if (!model.settled && model.scene.log.size() % REPLAYED_EVERY != 0) {
      return true;
    }
    Order replayed = null;
    for (OrderEvent.Recorded event : model.scene.log) {
      replayed = OrderFold.evolve(replayed, event);
    }
    return java.util.Objects.equals(replayed, model.order());
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
