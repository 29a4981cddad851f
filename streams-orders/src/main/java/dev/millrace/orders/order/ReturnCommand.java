package dev.millrace.orders.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about returns and refunds of an order. */
public sealed interface ReturnCommand extends OrderCommand.OfReturns {

  /**
   * @param offers what other SKUs cost that are wanted instead, as pricing signed it
   * @param refundTo where its money goes
   */
  record RequestReturn(
      String commandId,
      String returnId,
      List<Claim> claims,
      @Nullable String note,
      List<Offered> offers,
      String refundTo)
      implements ReturnCommand {
    public RequestReturn {
      claims = List.copyOf(claims);
      offers = List.copyOf(offers);
    }

    /** One that wants nothing else that has a price, and its money where it came from. */
    public RequestReturn(
        String commandId, String returnId, List<Claim> claims, @Nullable String note) {
      this(commandId, returnId, claims, note, List.of(), RefundTarget.ORIGINAL);
    }
  }

  /**
   * Units of a line that somebody wants to send back.
   *
   * @param wanted what instead; null for money
   */
  record Claim(String lineId, int quantity, ReturnReason reason, @Nullable Wanted wanted) {

    /** One that wants its money back. */
    public Claim(String lineId, int quantity, ReturnReason reason) {
      this(lineId, quantity, reason, null);
    }
  }

  /** What somebody wants instead of units that come back. */
  record Wanted(String sku, int quantity) {}

  /** What a seller asks for a SKU until some time. */
  record Offered(
      String sku, String sellerId, long unitPriceMinor, String currency, Instant expiresAt) {}

  record MoveReturn(String commandId, String returnId, Move move) implements ReturnCommand {}

  /** One step of a return. */
  sealed interface Move {}

  record Approve() implements Move {}

  record Reject(String reason) implements Move {}

  record SendLabel(String carrier, @Nullable String trackingNumber) implements Move {}

  record Ship(@Nullable String carrier, @Nullable String trackingNumber) implements Move {}

  record Receive(String warehouseId) implements Move {}

  record Inspect(List<Finding> findings) implements Move {
    public Inspect {
      findings = List.copyOf(findings);
    }
  }

  record Close() implements Move {}

  record Withdraw(String reason) implements Move {}

  /**
   * In which condition a line's units came.
   *
   * @param missing units that did not come
   * @param accepted units that are paid back, of those that came; as people find it, also those
   *     that are exchanged
   * @param exchanged units that are exchanged, of those that came
   * @param exchangedMinor what those would have been paid back
   */
  record Finding(
      String lineId,
      int resellable,
      int damaged,
      int missing,
      int accepted,
      int exchanged,
      long exchangedMinor) {

    /** What people find; they do not say what is exchanged. */
    public Finding(String lineId, int resellable, int damaged, int missing, int accepted) {
      this(lineId, resellable, damaged, missing, accepted, 0, 0);
    }

    /** Units that came. */
    int came() {
      return resellable + damaged;
    }

    /** Whether the conditions account for so many units. */
    boolean addsUpTo(int units) {
      return resellable >= 0
          && damaged >= 0
          && missing >= 0
          && (long) resellable + damaged + missing == units
          && accepted >= 0
          && accepted <= came();
    }
  }

  /**
   * Money back, whether or not anything comes back for it.
   *
   * @param amountMinor null for the sum of the lines, or, without lines, for all that is left
   */
  record RefundOrder(
      String commandId,
      String refundId,
      @Nullable Long amountMinor,
      List<RefundedLine> lines,
      String reason,
      String refundTo)
      implements ReturnCommand {
    public RefundOrder {
      lines = List.copyOf(lines);
    }
  }

  /** Money of one line. */
  record RefundedLine(String lineId, long amountMinor) {}
}
