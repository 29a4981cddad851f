package dev.millrace.orders.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be put to the writer of an order: requests, answers of other contexts, deadlines. */
public sealed interface OrderCommand {

  /** Identifies the command; events name it as their cause. */
  String commandId();

  /**
   * Places an order, or tries again.
   *
   * @param signed whether the quote carries pricing's signature
   * @param expectedTotalMinor what the shopper believes to pay, if they said so
   */
  record PlaceOrder(
      String commandId,
      String orderId,
      Placement placement,
      boolean signed,
      @Nullable Long expectedTotalMinor)
      implements OrderCommand {}

  record CancelOrder(String commandId, String reason) implements OrderCommand {}

  /** The shopper has done what the provider asked for. */
  record ConfirmPayment(String commandId, @Nullable String providerReference)
      implements OrderCommand {}

  record ReturnItems(
      String commandId, String returnId, List<Item> items, String reason, String warehouseId)
      implements OrderCommand {
    public ReturnItems {
      items = List.copyOf(items);
    }
  }

  /**
   * Takes promised money.
   *
   * @param amountMinor null for all that is left of the promise
   * @param isLast whether what is left after it goes back
   */
  record CapturePayment(
      String commandId, String captureId, @Nullable Long amountMinor, boolean isLast)
      implements OrderCommand {}

  /**
   * Cash changed hands.
   *
   * @param amountMinor null for all that is open
   * @param givenBack whether it went back to the customer
   */
  record RecordCash(
      String commandId, String receiptId, @Nullable Long amountMinor, boolean givenBack)
      implements OrderCommand {}

  /** Units of a line. */
  record Item(String lineId, int quantity) {}

  /**
   * The inventory answered, or delivered promised units: {@code allocations} and {@code
   * backordered} are all that the hold has, and misses, then. {@code available}, {@code expiresAt}
   * and {@code promisedAt} as far as they apply.
   */
  record StockAnswered(
      String commandId,
      String reservationId,
      StockOperation operation,
      boolean done,
      @Nullable String refusal,
      int requested,
      int available,
      @Nullable Instant expiresAt,
      List<Order.Allocation> allocations,
      int backordered,
      @Nullable Instant promisedAt)
      implements OrderCommand {
    public StockAnswered {
      allocations = List.copyOf(allocations);
    }
  }

  enum StockOperation {
    RESERVE,
    COMMIT,
    FILL,
    WITHDRAW,
    OTHER
  }

  /** The payment provider answered. */
  record PaymentAnswered(
      String commandId,
      String requestId,
      PaymentOperation operation,
      PaymentOutcome outcome,
      long amountMinor,
      @Nullable String providerReference,
      @Nullable String code,
      @Nullable String actionUrl)
      implements OrderCommand {}

  enum PaymentOperation {
    UNKNOWN,
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFUND
  }

  enum PaymentOutcome {
    SUCCEEDED,
    DECLINED,
    ACTION_REQUIRED,
    UNRESOLVED,
    PENDING
  }

  /** A step is overdue. Without effect if the order has gone on meanwhile. */
  record DeadlinePassed(String commandId, Instant deadline) implements OrderCommand {}
}
