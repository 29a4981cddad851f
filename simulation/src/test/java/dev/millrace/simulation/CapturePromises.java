package dev.millrace.simulation;

import static java.util.stream.Collectors.toSet;

import dev.millrace.avro.orders.OrderCapture;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.simulation.Promises.Promise;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Millrace promises of promised money, whenever it is taken. */
final class CapturePromises {

  /** What an order says of its payment while some of the promise can still be taken. */
  static final Set<String> MORE_TO_TAKE =
      Set.of("authorized", "partially_captured", "partially_refunded");

  static final List<Promise<OrderBook>> ALWAYS =
      List.of(
          new Promise<>("NeverTakenMoreThanPromised", CapturePromises::takenTooMuch),
          new Promise<>("NeverPaidBackMoreThanTaken", CapturePromises::paidBackTooMuch));

  private CapturePromises() {}

  static List<Promise<OrderBook>> atRest(Books books) {
    return List.of(
        new Promise<>("NoOrderWithoutItsMoney", order -> orderWithoutMoney(books, order)),
        new Promise<>("WhatHasLeftIsPaid", order -> leftUnpaid(books, order)),
        new Promise<>("OnlyWhatHasLeftIsPaid", order -> paidTooEarly(books, order)),
        new Promise<>("MoneyThatIsNotTakenShows", CapturePromises::hidden));
  }

  private static Optional<String> takenTooMuch(OrderBook order) {
    return Promises.no(
        order.charges().stream().anyMatch(one -> one.capturedMinor() > one.authorizedMinor()),
        "more was taken than promised");
  }

  /** Of each promise alone: what is taken of one is not given back of another. */
  private static Optional<String> paidBackTooMuch(OrderBook order) {
    return Promises.no(
        order.charges().stream().anyMatch(one -> one.refundedMinor() > one.capturedMinor()),
        "more was given back than taken");
  }

  private static Optional<String> orderWithoutMoney(Books books, OrderBook order) {
    boolean isDoubtful = order.isMoneyInDoubt() || CreditBook.isLost(order.view());
    if (!Promises.STANDING.contains(order.status()) || isDoubtful) {
      return Optional.empty();
    }
    long drawnMinor = CreditBook.drawnMinor(order.view());
    OrderCash cash = order.view().getCash();
    if (cash != null) {
      return Promises.no(
          cash.getAgreedMinor() + drawnMinor != order.view().getTotalMinor()
              || order.keptMinor() != 0,
          "the provider kept %d, %s is in cash".formatted(order.keptMinor(), cash));
    }
    long owedMinor = owedMinor(order);
    long keptMinor = keptMinor(order);
    if (books.capture() == Capture.ON_CONFIRMATION) {
      return Promises.no(
          keptMinor != owedMinor,
          "provider and credit kept %d and not %d".formatted(keptMinor, owedMinor));
    }
    // What was taken may wait for a refund that is larger; what can be taken need not be owed.
    long atHandMinor = keptMinor + order.promisedMinor() + order.view().getVoidedMinor();
    boolean isAllTaken = order.promisedMinor() == 0;
    return Promises.no(
        atHandMinor < owedMinor || isAllTaken && keptMinor > Math.max(0, owedMinor),
        "provider and credit kept %d and the provider may take %d, of %d"
            .formatted(keptMinor, order.promisedMinor(), owedMinor));
  }

  /** The last parcel takes the rest, and what was given up goes back. */
  private static Optional<String> leftUnpaid(Books books, OrderBook order) {
    boolean isDue =
        books.capture() == Capture.ON_SHIPMENT
            && Set.of("shipped", "delivered").contains(order.status())
            && order.view().getCash() == null
            && order.view().getTroubles().isEmpty()
            // A person accepted that these never come.
            && order.view().getLines().stream()
                .noneMatch(line -> line.getStockStatus().equals("lost"))
            && !order.isMoneyInDoubt();
    return Promises.no(
        isDue && (order.promisedMinor() != 0 || keptMinor(order) != owedMinor(order)),
        "provider and credit kept %d and the provider may take %d, of %d"
            .formatted(keptMinor(order), order.promisedMinor(), owedMinor(order)));
  }

  /** Until the last parcel, which takes what is left, all have taken what their units cost. */
  private static Optional<String> paidTooEarly(Books books, OrderBook order) {
    List<OrderCapture> captures = order.view().getCaptures();
    if (books.capture() != Capture.ON_SHIPMENT
        || captures == null
        || captures.stream().anyMatch(OrderCapture::getIsLast)) {
      return Optional.empty();
    }
    Set<String> shipments =
        order.view().getShipments().stream().map(Shipment::getShipmentId).collect(toSet());
    boolean isOnlyOfShipments =
        captures.stream().allMatch(one -> shipments.contains(one.getCaptureId()));
    long takenMinor = captures.stream().mapToLong(OrderCapture::getAmountMinor).sum();
    long goneMinor = 0;
    for (OrderLine line : order.view().getLines()) {
      long gone = ParcelPromises.units(order, line.getLineId(), ParcelPromises.LEFT::contains);
      goneMinor += line.getTotalMinor() * gone / line.getQuantity();
    }
    return Promises.no(
        isOnlyOfShipments && takenMinor > goneMinor,
        "%d were asked for, for parcels worth %d".formatted(takenMinor, goneMinor));
  }

  private static Optional<String> hidden(OrderBook order) {
    boolean isLeft =
        Promises.STANDING.contains(order.status())
            && !order.isMoneyInDoubt()
            && order.promisedMinor() > 0;
    return Promises.no(
        isLeft && !MORE_TO_TAKE.contains(order.view().getPaymentStatus()),
        "the provider may take %d, and the order says %s"
            .formatted(order.promisedMinor(), order.view().getPaymentStatus()));
  }

  /** What the provider and the accounts have taken and not given back. */
  private static long keptMinor(OrderBook order) {
    return order.keptMinor() + CreditBook.spentMinor(order.view());
  }

  private static long owedMinor(OrderBook order) {
    return order.view().getTotalMinor() - order.returnsMinor() - order.cancelledMinor();
  }
}
