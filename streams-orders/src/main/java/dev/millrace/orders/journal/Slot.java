package dev.millrace.orders.journal;

import dev.millrace.orders.order.Placement;

/**
 * A line of an order, or its shipping, and how much of its price has been taken and given back.
 * What is taken of it less what went back is shared between tax, commission and its owner, always
 * by the same running shares: so parts of parts add up to the minor unit, and all given back leaves
 * nothing anywhere.
 *
 * @param lineId empty for the shipping
 * @param sellerId empty for the shipping, which is the platform's
 * @param returned units that came back, or were given up before they were sent
 * @param commissionMinor the platform's commission in the total
 * @param refundedMinor what of it went back, or is kept as a fee for units that came back
 * @param grantedMinor what was granted of it without units that came back
 * @param waivedMinor what is never taken, because its units were given up before
 */
public record Slot(
    String lineId,
    String sellerId,
    int quantity,
    int returned,
    long totalMinor,
    long taxMinor,
    long commissionMinor,
    long capturedMinor,
    long refundedMinor,
    long grantedMinor,
    long waivedMinor) {

  static Slot of(Placement.Line line, Terms terms) {
    long commission =
        Shares.rounded(
            Math.max(0, line.totalMinor() - line.taxMinor()),
            terms.commissionBasisPoints(),
            Terms.WHOLE);
    return new Slot(
        line.lineId(),
        line.sellerId(),
        line.quantity(),
        0,
        line.totalMinor(),
        line.taxMinor(),
        commission,
        0,
        0,
        0,
        0);
  }

  static Slot ofShipping(Placement.Quote quote) {
    long total = quote.shippingMinor() + quote.shippingTaxMinor();
    return new Slot("", "", 1, 0, total, quote.shippingTaxMinor(), 0, 0, 0, 0, 0);
  }

  boolean isShipping() {
    return lineId.isEmpty();
  }

  /** What is taken and has not gone back. */
  long keptMinor() {
    return capturedMinor - refundedMinor;
  }

  /** What may still be taken. */
  long openMinor() {
    return Math.max(0, totalMinor - waivedMinor - capturedMinor);
  }

  long keptTaxMinor() {
    return Shares.of(taxMinor, keptMinor(), totalMinor);
  }

  long keptCommissionMinor() {
    return Shares.of(commissionMinor, keptMinor(), totalMinor);
  }

  /** What is left for its owner. */
  long keptNetMinor() {
    return keptMinor() - keptTaxMinor() - keptCommissionMinor();
  }

  /** What units that come back now are worth: all that have come back less those before. */
  long worthMinor(int units) {
    return Shares.of(totalMinor, Math.min(quantity, returned + units), quantity)
        - Shares.of(totalMinor, returned, quantity);
  }

  /** The same, less what was granted of the line without them. */
  long unitsMinor(int units) {
    long leftMinor = totalMinor - Shares.of(totalMinor, returned, quantity) - grantedMinor;
    return Math.clamp(leftMinor, 0, worthMinor(units));
  }

  Slot plusReturned(int units) {
    return with(
        Math.min(quantity, returned + units),
        capturedMinor,
        refundedMinor,
        grantedMinor,
        waivedMinor);
  }

  Slot plusCaptured(long amountMinor) {
    return with(returned, capturedMinor + amountMinor, refundedMinor, grantedMinor, waivedMinor);
  }

  Slot plusRefunded(long amountMinor) {
    return with(returned, capturedMinor, refundedMinor + amountMinor, grantedMinor, waivedMinor);
  }

  Slot plusGranted(long amountMinor) {
    return with(returned, capturedMinor, refundedMinor, grantedMinor + amountMinor, waivedMinor);
  }

  Slot plusWaived(long amountMinor) {
    return with(returned, capturedMinor, refundedMinor, grantedMinor, waivedMinor + amountMinor);
  }

  private Slot with(int back, long captured, long refunded, long granted, long waived) {
    return new Slot(
        lineId,
        sellerId,
        quantity,
        back,
        totalMinor,
        taxMinor,
        commissionMinor,
        captured,
        refunded,
        granted,
        waived);
  }
}
