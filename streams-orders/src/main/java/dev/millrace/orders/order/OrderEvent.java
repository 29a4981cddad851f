package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an order; named as in the contract. */
public sealed interface OrderEvent {

  /** The event's name in the contract: the field of the record that it stands in. */
  default String type() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  record OrderPlaced(
      int attempt,
      Placement placement,
      String contentDigest,
      Instant stockDeadline,
      FraudFacts fraudFacts,
      Additions.@Nullable To additionTo)
      implements OrderEvent {}

  record LineStockHeld(
      String lineId,
      String reservationId,
      Instant expiresAt,
      List<Order.Allocation> allocations,
      Order.Backorder backorder)
      implements OrderEvent {
    public LineStockHeld {
      allocations = List.copyOf(allocations);
    }
  }

  record LineStockRefused(String lineId, String refusal, int requested, int available)
      implements OrderEvent {}

  record LineStockCommitted(
      String lineId,
      String reservationId,
      List<Order.Allocation> allocations,
      Order.Backorder backorder)
      implements OrderEvent {
    public LineStockCommitted {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * Promised units of a line are there.
   *
   * @param allocations where all its units came from so far
   * @param missing units that have yet to come
   */
  record LineBackorderFilled(
      String lineId, String reservationId, List<Order.Allocation> allocations, int missing)
      implements OrderEvent {
    public LineBackorderFilled {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * Promised units of a cancelled order's line will not come.
   *
   * @param allocations where the units came from that did: they go back there
   */
  record LineBackorderWithdrawn(
      String lineId, String reservationId, int withdrawn, List<Order.Allocation> allocations)
      implements OrderEvent {
    public LineBackorderWithdrawn {
      allocations = List.copyOf(allocations);
    }
  }

  record LineStockLost(String lineId, String reservationId, String refusal) implements OrderEvent {}

  record PaymentRequested(String requestId, long amountMinor, Instant paymentDeadline)
      implements OrderEvent {}

  record PaymentActionRequired(
      String requestId,
      @Nullable String actionUrl,
      @Nullable String providerReference,
      Instant paymentDeadline)
      implements OrderEvent {}

  record PaymentAuthorized(String requestId, long amountMinor, @Nullable String providerReference)
      implements OrderEvent {}

  record PaymentDeclined(String requestId, String code) implements OrderEvent {}

  record OrderConfirmed(String checkoutCommandId, @Nullable String captureRequestId)
      implements OrderEvent {}

  /**
   * Money was taken.
   *
   * @param releasedMinor what was left of the promise and went back with the last capture
   */
  record PaymentCaptured(String requestId, long amountMinor, long releasedMinor)
      implements OrderEvent {}

  /** The provider is asked to take promised money; {@code isLast} releases the rest. */
  record CaptureRequested(String captureId, String requestId, long amountMinor, boolean isLast)
      implements OrderEvent {}

  /** The payer confirms elsewhere and later. */
  record PaymentPending(
      String requestId, @Nullable String providerReference, Instant paymentDeadline)
      implements OrderEvent {}

  record CashAgreed(long amountMinor) implements OrderEvent {}

  record CashReceived(String receiptId, long amountMinor) implements OrderEvent {}

  record CashGivenBack(String receiptId, long amountMinor) implements OrderEvent {}

  record PaymentVoided(String requestId, long amountMinor) implements OrderEvent {}

  record PaymentRefunded(String requestId, long amountMinor) implements OrderEvent {}

  record PaymentStepFailed(String requestId, OrderCommand.PaymentOperation operation, String code)
      implements OrderEvent {}

  record OrderRejected(String reason) implements OrderEvent {}

  record OrderCancelled(Caller by, String reason) implements OrderEvent {}

  record ItemsReturned(
      String returnId,
      List<OrderCommand.Item> items,
      String reason,
      String warehouseId,
      long refundMinor,
      String requestId)
      implements OrderEvent {
    public ItemsReturned {
      items = List.copyOf(items);
    }
  }

  record OrderNeedsAttention(String reason, String detail) implements OrderEvent {}

  /**
   * Units are to go out together; units that are added to a shipment that is still planned join it.
   *
   * @param from the planned shipment that they were taken from
   */
  record ShipmentPlanned(
      String shipmentId,
      String warehouseId,
      String sellerId,
      List<OrderCommand.Item> items,
      @Nullable String from)
      implements OrderEvent {
    public ShipmentPlanned {
      items = List.copyOf(items);
    }
  }

  /**
   * A shipment has come to a step, or its carrier reported one.
   *
   * @param at when it happened; of a report the time that the carrier says
   */
  record ShipmentProgressed(
      String shipmentId,
      Shipment.Status status,
      Instant at,
      @Nullable String carrierEventId,
      @Nullable String carrier,
      @Nullable String trackingNumber,
      @Nullable String note)
      implements OrderEvent {}

  record ShipmentLabelled(
      String shipmentId,
      String requestId,
      String carrier,
      @Nullable String service,
      String trackingNumber,
      long costMinor,
      @Nullable String currency,
      @Nullable Instant eta)
      implements OrderEvent {}

  /**
   * A label was refused.
   *
   * @param voiding whether it was to be given back, and stays bought
   */
  record ShipmentLabelFailed(String shipmentId, String requestId, boolean voiding, String code)
      implements OrderEvent {}

  /** How far an order that stands has come. */
  record OrderProgressed(Order.Status status) implements OrderEvent {}

  /** What happened to a return that goes step by step, or to money that went back by itself. */
  sealed interface OfReturns extends OrderEvent permits ReturnEvent {}

  /**
   * The fraud check found something.
   *
   * @param verdict review or refuse
   * @param findings names of the rules
   * @param holdId of the hold that a review puts; null for a refusal
   */
  record FraudFlagged(String verdict, List<String> findings, @Nullable String holdId)
      implements OrderEvent {
    public FraudFlagged {
      findings = List.copyOf(findings);
    }
  }

  record OrderPutOnHold(String holdId, String holdReason, @Nullable String note)
      implements OrderEvent {}

  record OrderHoldReleased(String holdId) implements OrderEvent {}

  record PaymentStepRetried(
      OrderCommand.PaymentOperation operation,
      String failedRequestId,
      String requestId,
      long amountMinor)
      implements OrderEvent {}

  /**
   * @param retry how often the order has asked for something again, this time included
   */
  record LineStockRetried(String lineId, String reservationId, int retry) implements OrderEvent {}

  /**
   * @param reasons what is settled
   */
  record ExceptionResolved(String action, List<String> reasons, @Nullable String note)
      implements OrderEvent {
    public ExceptionResolved {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Units of a line that are given up.
   *
   * @param allocations the warehouses that they go back to
   */
  record CancelledLine(
      String lineId, int quantity, long amountMinor, List<Order.Allocation> allocations) {
    public CancelledLine {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * @param refundMinor what goes back, now or once it is taken
   * @param waivedMinor what is not taken, because nothing had been asked for
   */
  record LinesCancelled(
      String cancellationId,
      List<CancelledLine> lines,
      String reason,
      long refundMinor,
      long waivedMinor,
      String requestId)
      implements OrderEvent {
    public LinesCancelled {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param remembered whether the order keeps the id; in events of earlier versions it does not
   */
  record ShippingAddressChanged(
      String editId, Placement.Address shippingAddress, boolean remembered) implements OrderEvent {}

  /** Fewer units of a line are asked for, because so many were not there. */
  record LineStockLowered(
      String lineId, int quantity, String reservationId, String refusal, int lowered)
      implements OrderEvent {}

  /**
   * The order goes on with what there is.
   *
   * @param quote the price of what there is
   */
  record OrderPartlyAllocated(Placement.Quote quote, List<UnitsShort> unitsShort)
      implements OrderEvent {
    public OrderPartlyAllocated {
      unitsShort = List.copyOf(unitsShort);
    }
  }

  /** What happened between the order and an account. */
  sealed interface OfDraws extends OrderEvent permits DrawEvent {}

  /** What happened between the order and its additions. */
  sealed interface OfAdditions extends OrderEvent permits AdditionEvent {}

  /** What the order did about what came too late or is not needed. */
  sealed interface OfRemedies extends OrderEvent permits RemedyEvent {}

  /** An event with its place in the order's log. */
  record Recorded(OrderEvent event, long sequence, Instant at, String commandId, Caller actor) {}
}
