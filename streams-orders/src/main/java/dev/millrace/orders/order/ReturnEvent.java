package dev.millrace.orders.order;

import dev.millrace.orders.order.ReturnCommand.Claim;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.RefundedLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a return, or to money that went back by itself. */
public sealed interface ReturnEvent extends OrderEvent.OfReturns {

  /**
   * @param refundTo where its money goes
   */
  record ReturnRequested(
      String returnId, List<Claim> claims, @Nullable String note, String refundTo)
      implements ReturnEvent {
    public ReturnRequested {
      claims = List.copyOf(claims);
    }
  }

  /**
   * The units may come.
   *
   * @param arriveBy when they must have come
   */
  record ReturnApproved(String returnId, Instant arriveBy) implements ReturnEvent {}

  record ReturnRejected(String returnId, String reason) implements ReturnEvent {}

  record ReturnLabelSent(String returnId, String carrier, @Nullable String trackingNumber)
      implements ReturnEvent {}

  record ReturnInTransit(String returnId, @Nullable String carrier, @Nullable String trackingNumber)
      implements ReturnEvent {}

  record ReturnReceived(String returnId, String warehouseId) implements ReturnEvent {}

  record ReturnInspected(
      String returnId,
      String warehouseId,
      List<Finding> findings,
      ReturnMoney money,
      String requestId)
      implements ReturnEvent {
    public ReturnInspected {
      findings = List.copyOf(findings);
    }
  }

  /** What is wanted instead is held. */
  record ExchangeHeld(String returnId, String lineId, String exchangeId, Instant expiresAt)
      implements ReturnEvent {}

  /**
   * What is wanted instead cannot be had.
   *
   * @param refusal the inventory's
   * @param refundMinor what is paid back for units that had come by then
   */
  record ExchangeRefused(
      String returnId,
      String lineId,
      String exchangeId,
      String reason,
      String refusal,
      long refundMinor,
      String requestId)
      implements ReturnEvent {}

  /** What is wanted instead was sold, and is to be sent. */
  record ExchangeSold(
      String returnId, String lineId, String exchangeId, List<Order.Allocation> allocations)
      implements ReturnEvent {
    public ExchangeSold {
      allocations = List.copyOf(allocations);
    }
  }

  record ReturnClosed(String returnId) implements ReturnEvent {}

  record ReturnCancelled(String returnId, String reason) implements ReturnEvent {}

  record ReturnExpired(String returnId) implements ReturnEvent {}

  record RefundGranted(
      String refundId,
      long amountMinor,
      List<RefundedLine> lines,
      String reason,
      String refundTo,
      String requestId)
      implements ReturnEvent {
    public RefundGranted {
      lines = List.copyOf(lines);
    }
  }
}
