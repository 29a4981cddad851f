package dev.millrace.orders.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about returns and refunds of an order. */
public sealed interface ReturnCommand extends OrderCommand.OfReturns {

  /**
   * @param refundTo where its money goes
   */
  record RequestReturn(
      String commandId, String returnId, List<Claim> claims, @Nullable String note, String refundTo)
      implements ReturnCommand {
    public RequestReturn {
      claims = List.copyOf(claims);
    }

    /** One whose money goes to what paid. */
    public RequestReturn(
        String commandId, String returnId, List<Claim> claims, @Nullable String note) {
      this(commandId, returnId, claims, note, RefundTarget.ORIGINAL);
    }
  }

  /** Units of a line that somebody wants to send back. */
  record Claim(String lineId, int quantity, ReturnReason reason) {}

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
   * @param accepted units that are paid back, of those that came
   */
  record Finding(String lineId, int resellable, int damaged, int missing, int accepted) {

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
