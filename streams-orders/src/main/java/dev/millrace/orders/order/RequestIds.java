package dev.millrace.orders.order;

import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;

/**
 * Ids of what an order asks of others, derived so that whoever asks again asks for the same thing:
 * the provider's idempotency keys, holds, movements, commands.
 */
public final class RequestIds {

  private static final String CONFIRM = ":confirm:";
  private static final String AGAIN = ":again:";

  private RequestIds() {}

  /** The request that begins an attempt's authorisation; captures and voids name it. */
  public static String authorize(String orderId, int attempt) {
    return orderId + ":authorize:" + attempt;
  }

  static String confirm(String orderId, int attempt, int confirmation) {
    return authorize(orderId, attempt) + CONFIRM + confirmation;
  }

  /** The request that began the promise which this one, that or a confirmation of it, asks for. */
  public static String firstOf(String authorization) {
    int confirmation = authorization.indexOf(CONFIRM);
    return confirmation < 0 ? authorization : authorization.substring(0, confirmation);
  }

  static String capture(String orderId, int attempt) {
    return orderId + ":capture:" + attempt;
  }

  /** A capture by hand, or of a shipment. */
  static String capture(String orderId, int attempt, String captureId) {
    return capture(orderId, attempt) + ":" + captureId;
  }

  static String voiding(String orderId, int attempt, int voidsAsked) {
    String first = orderId + ":void:" + attempt;
    return voidsAsked <= 1 ? first : first + ":" + voidsAsked;
  }

  static String refundOfReturn(String orderId, String returnId) {
    return orderId + ":refund:" + returnId;
  }

  static String refundOfExchange(String orderId, String exchangeId) {
    return orderId + ":refund-exchange:" + exchangeId;
  }

  /** The hold of what is wanted instead of units of a line that come back. */
  public static String exchange(String orderId, String returnId, String lineId) {
    return Ids.derived(IdKind.RESERVATION, "exchange", orderId, returnId, lineId);
  }

  static String refundGranted(String orderId, String refundId) {
    return orderId + ":refund-granted:" + refundId;
  }

  static String refundOfCancellation(String orderId) {
    return orderId + ":refund-cancelled";
  }

  static String refundOfLines(String orderId, String cancellationId) {
    return orderId + ":refund-lines:" + cancellationId;
  }

  /** A request that was refused is made again under another id: the provider keeps its answers. */
  static String again(String requestId, int retry) {
    int former = requestId.indexOf(AGAIN);
    return (former < 0 ? requestId : requestId.substring(0, former)) + AGAIN + retry;
  }

  /** The hold that the fraud check puts an attempt under. */
  static String fraudHold(String orderId, int attempt) {
    return Ids.derived(IdKind.OPERATION, "fraud-review", orderId, Integer.toString(attempt));
  }

  static String reservation(String orderId, int attempt, Placement.Line line) {
    return reservation(orderId, attempt, line.lineId(), line.sku(), line.sellerId());
  }

  /** The hold that an attempt asks for one of its lines. */
  public static String reservation(
      String orderId, int attempt, String lineId, String sku, String sellerId) {
    return Ids.derived(
        IdKind.RESERVATION, orderId, Integer.toString(attempt), lineId, sku, sellerId);
  }

  /** The hold that an attempt asks for when there were too few units of a line. */
  static String reservation(String orderId, int attempt, Placement.Line line, int lowered) {
    return Ids.derived(
        IdKind.RESERVATION,
        orderId,
        Integer.toString(attempt),
        line.lineId(),
        line.sku(),
        line.sellerId(),
        "lowered",
        Integer.toString(lowered));
  }

  /** The hold that an attempt asks an account for. */
  static String draw(String orderId, int attempt, String accountId) {
    return Ids.derived(IdKind.RESERVATION, "draw", orderId, Integer.toString(attempt), accountId);
  }

  static String giveBack(String requestId, String holdId) {
    return Ids.derived(IdKind.OPERATION, "give-back", requestId, holdId);
  }

  /** The order that an edit's further units are. */
  static String addition(String orderId, String editId) {
    return Ids.orderOf(Ids.cartOfAddition(orderId, editId), 0);
  }

  static String storeCredit(String orderId, String requestId) {
    return Ids.derived(IdKind.OPERATION, "store-credit", orderId, requestId);
  }

  static String command(String verb, String what) {
    return Ids.derived(IdKind.COMMAND, verb, what);
  }

  static String movement(String cause, String lineId, String warehouseId) {
    return Ids.derived(IdKind.OPERATION, "return-to-stock", cause, lineId, warehouseId);
  }
}
