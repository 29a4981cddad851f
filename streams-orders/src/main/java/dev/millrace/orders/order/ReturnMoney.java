package dev.millrace.orders.order;

import dev.millrace.orders.order.ReturnCommand.Finding;
import java.math.BigInteger;
import java.util.List;

/**
 * What a return pays back, in minor units of the order's currency.
 *
 * @param itemsMinor the shares of the accepted units in their lines
 * @param restockingFeeMinor what is kept of them for taking them back
 * @param returnShippingFeeMinor what is kept of them for the way back
 * @param shippingMinor what the order's shipping cost, if that is paid back too
 * @param refundMinor what is refunded in all: never below 0, never more than can be
 */
public record ReturnMoney(
    long itemsMinor,
    long restockingFeeMinor,
    long returnShippingFeeMinor,
    long shippingMinor,
    long refundMinor) {

  /** Of a return that nobody has looked into. */
  public static final ReturnMoney NONE = new ReturnMoney(0, 0, 0, 0, 0);

  private static final long WHOLE_BASIS_POINTS = 10_000;

  /** What these findings about a return pay back. */
  static ReturnMoney of(Order order, ReturnCase found, List<Finding> findings, ReturnTerms terms) {
    long itemsMinor = 0;
    long restockingFeeMinor = 0;
    boolean anyByChoice = false;
    for (Finding finding : findings) {
      Order.Line line = order.line(finding.lineId()).orElseThrow();
      long shareMinor = ofUnits(order, line, finding.accepted());
      itemsMinor += shareMinor;
      if (finding.accepted() > 0 && !found.line(finding.lineId()).reason().isSellersFault()) {
        restockingFeeMinor += partMinor(shareMinor, terms.restockingFeeBasisPoints());
        anyByChoice = true;
      }
    }
    long leftMinor = itemsMinor - restockingFeeMinor;
    long returnShippingFeeMinor =
        anyByChoice ? Math.min(leftMinor, terms.returnShippingFeeMinor()) : 0;
    long shippingMinor =
        allComesBackForTheSellersFault(order, found, findings) ? shippingMinor(order) : 0;
    long owedMinor = leftMinor - returnShippingFeeMinor + shippingMinor;
    return new ReturnMoney(
        itemsMinor,
        restockingFeeMinor,
        returnShippingFeeMinor,
        shippingMinor,
        Math.min(owedMinor, order.grantableMinor(order.toCaptureMinor())));
  }

  /**
   * What the next units of a line to come back or to be cancelled are worth: the share of all units
   * back or cancelled so far, less what earlier ones got, so that shares always add up; less what
   * the line got back without them.
   */
  static long ofUnits(Order order, Order.Line line, int units) {
    int before = line.returned() + order.care().cancelledUnits(line.priced().lineId());
    long beforeMinor = shareMinor(line, before);
    long shareMinor = shareMinor(line, before + units) - beforeMinor;
    long leftMinor =
        line.priced().totalMinor()
            - beforeMinor
            - order.returnBook().refundedMinor(line.priced().lineId());
    return Math.max(0, Math.min(shareMinor, leftMinor));
  }

  private static long shareMinor(Order.Line line, int units) {
    return BigInteger.valueOf(line.priced().totalMinor())
        .multiply(BigInteger.valueOf(units))
        .divide(BigInteger.valueOf(line.priced().quantity()))
        .longValueExact();
  }

  /** Rounded down: the customer keeps what does not divide. */
  private static long partMinor(long amountMinor, int basisPoints) {
    long whole = amountMinor / WHOLE_BASIS_POINTS;
    long rest = amountMinor % WHOLE_BASIS_POINTS;
    return whole * basisPoints + rest * basisPoints / WHOLE_BASIS_POINTS;
  }

  private static boolean allComesBackForTheSellersFault(
      Order order, ReturnCase found, List<Finding> findings) {
    for (Order.Line line : order.lines()) {
      String lineId = line.priced().lineId();
      int units = order.returnBook().unitsBackForTheSellersFault(lineId);
      for (Finding finding : findings) {
        if (finding.lineId().equals(lineId) && found.line(lineId).reason().isSellersFault()) {
          units += finding.accepted();
        }
      }
      if (units < line.priced().quantity() - order.care().cancelledUnits(lineId)) {
        return false;
      }
    }
    return true;
  }

  private static long shippingMinor(Order order) {
    Placement.Quote quote = order.attempt().placement().quote();
    return quote.shippingMinor() + quote.shippingTaxMinor();
  }
}
