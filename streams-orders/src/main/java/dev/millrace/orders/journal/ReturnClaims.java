package dev.millrace.orders.journal;

import dev.millrace.orders.journal.Account.Kind;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.orders.order.ReturnMoney;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What returns that went step by step, and refunds by themselves, ask of an order's slots. The
 * price of accepted units leaves their lines whole: what is not paid back of it is a fee, and the
 * platform's, whose setting it is. The seller did not sell these units.
 */
final class ReturnClaims {

  private ReturnClaims() {}

  /** Fees are taken at once, or as soon as there is money; the refund is for the rest. */
  static void inspected(Draft draft, ReturnEvent.ReturnInspected event) {
    ReturnMoney money = event.money();
    List<Slot> slots = new ArrayList<>(draft.book().slots());
    long[] left = new long[slots.size()];
    for (int i = 0; i < left.length; i++) {
      for (Finding finding : event.findings()) {
        Slot slot = slots.get(i);
        if (finding.lineId().equals(slot.lineId())) {
          left[i] += slot.unitsMinor(finding.accepted());
          slots.set(i, slot.plusReturned(finding.resellable() + finding.damaged()));
        }
      }
    }
    draft.becomes(draft.book().with(slots));
    due(draft, Kind.RESTOCKING_FEES, money.restockingFeeMinor(), left);
    due(draft, Kind.RETURN_SHIPPING_FEES, money.returnShippingFeeMinor(), left);
    for (int i = 0; i < left.length; i++) {
      left[i] += slots.get(i).isShipping() ? money.shippingMinor() : 0;
    }
    Journal.claim(draft, event.requestId(), money.refundMinor(), left);
    draft.takeFees();
  }

  /** A fee is for all lines of the return together; each bears its part, and is paid back less. */
  private static void due(Draft draft, Kind kind, long amountMinor, long[] left) {
    if (amountMinor <= 0) {
      return;
    }
    long[] parts = Shares.apportion(amountMinor, left);
    Arrays.setAll(left, i -> left[i] - parts[i]);
    draft.becomes(draft.book().with(draft.book().fee(kind).plusDue(parts)));
  }

  /** What was to be sent instead of them is not, so units that had come are paid back after all. */
  static void exchangeRefused(Draft draft, ReturnEvent.ExchangeRefused event) {
    List<Slot> slots = draft.book().slots();
    long[] weights = new long[slots.size()];
    Arrays.setAll(
        weights, i -> slots.get(i).lineId().equals(event.lineId()) ? event.refundMinor() : 0);
    Journal.claim(draft, event.requestId(), event.refundMinor(), weights);
  }

  /** For its lines; without lines, for what nobody else waits for. */
  static void granted(Draft draft, ReturnEvent.RefundGranted event) {
    List<Slot> slots = new ArrayList<>(draft.book().slots());
    long[] weights = new long[slots.size()];
    if (event.lines().isEmpty()) {
      long[] others = draft.book().claimedMinor();
      Arrays.setAll(weights, i -> Math.max(0, slots.get(i).keptMinor() - others[i]));
    }
    for (RefundedLine line : event.lines()) {
      for (int i = 0; i < weights.length; i++) {
        if (line.lineId().equals(slots.get(i).lineId())) {
          weights[i] += line.amountMinor();
          slots.set(i, slots.get(i).plusGranted(line.amountMinor()));
        }
      }
    }
    draft.becomes(draft.book().with(slots));
    Journal.claim(draft, event.requestId(), event.amountMinor(), weights);
  }
}
