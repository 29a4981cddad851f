package dev.millrace.orders.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of an order is paid in cash on delivery. What comes back is first not asked for any more,
 * then owed to the customer: nobody is paid money that was never received.
 *
 * @param agreedMinor what was to be paid on delivery
 * @param waivedMinor what of it need not be paid any more
 * @param owedMinor what of the received is to be given back, whether or not it was
 */
public record Cash(
    long agreedMinor,
    long waivedMinor,
    long receivedMinor,
    long owedMinor,
    long givenBackMinor,
    List<Receipt> receipts) {

  static final int RECEIPTS_MAX = 50;

  public static final Cash NONE = new Cash(0, 0, 0, 0, 0, List.of());

  public Cash {
    receipts = List.copyOf(receipts);
  }

  /** Cash that changed hands; {@code givenBack} says that it went to the customer. */
  public record Receipt(String receiptId, long amountMinor, boolean givenBack) {}

  static Cash agreed(long amountMinor) {
    return new Cash(amountMinor, 0, 0, 0, 0, List.of());
  }

  public boolean isAgreed() {
    return agreedMinor > 0;
  }

  /** What the customer has yet to pay. */
  public long dueMinor() {
    return agreedMinor - waivedMinor - receivedMinor;
  }

  /** What has yet to be handed back. */
  public long toGiveBackMinor() {
    return owedMinor - givenBackMinor;
  }

  /** What may still come back: not paid yet, or paid and not owed back. */
  long refundableMinor() {
    return agreedMinor - waivedMinor - owedMinor;
  }

  Optional<Receipt> find(String receiptId) {
    return receipts.stream().filter(one -> one.receiptId().equals(receiptId)).findFirst();
  }

  /** The customer is not to bear so much any more; never more than {@link #refundableMinor}. */
  Cash refund(long amountMinor) {
    long bounded = Math.min(amountMinor, refundableMinor());
    long waived = Math.min(bounded, dueMinor());
    return new Cash(
        agreedMinor,
        waivedMinor + waived,
        receivedMinor,
        owedMinor + bounded - waived,
        givenBackMinor,
        receipts);
  }

  Cash received(String receiptId, long amountMinor) {
    return new Cash(
        agreedMinor,
        waivedMinor,
        receivedMinor + amountMinor,
        owedMinor,
        givenBackMinor,
        with(new Receipt(receiptId, amountMinor, false)));
  }

  Cash givenBack(String receiptId, long amountMinor) {
    return new Cash(
        agreedMinor,
        waivedMinor,
        receivedMinor,
        owedMinor,
        givenBackMinor + amountMinor,
        with(new Receipt(receiptId, amountMinor, true)));
  }

  /** How a payment in cash stands. */
  Payment.Status status() {
    if (receivedMinor == 0) {
      return dueMinor() > 0 ? Payment.Status.CASH_DUE : Payment.Status.VOIDED;
    }
    if (givenBackMinor > 0) {
      return givenBackMinor >= receivedMinor
          ? Payment.Status.REFUNDED
          : Payment.Status.PARTIALLY_REFUNDED;
    }
    return dueMinor() > 0 ? Payment.Status.PARTIALLY_CAPTURED : Payment.Status.CAPTURED;
  }

  private List<Receipt> with(Receipt receipt) {
    List<Receipt> all = new ArrayList<>(receipts);
    all.add(receipt);
    return all;
  }
}
