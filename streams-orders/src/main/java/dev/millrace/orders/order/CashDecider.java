package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.RecordCash;
import dev.millrace.schemas.id.Ids;
import java.util.Optional;

/** Books cash that a carrier or a shop took, or handed back. */
final class CashDecider {

  private CashDecider() {}

  static Decision<OrderEvent, Refusal> decide(Order order, RecordCash command) {
    String receiptId = command.receiptId();
    Long told = command.amountMinor();
    if (receiptId.isBlank() || receiptId.length() > Ids.LENGTH_MAX || (told != null && told < 1)) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A receipt has an id, and an amount of at least 1 if it names one.");
    }
    Cash cash = order.payment().cash();
    Optional<Cash.Receipt> before = cash.find(receiptId);
    if (before.isPresent()) {
      boolean isSame =
          before.get().givenBack() == command.givenBack()
              && (told == null || told == before.get().amountMinor());
      return isSame
          ? accept()
          : refuse(
              OrderRejection.RECEIPT_ID_REUSED,
              receiptId,
              "This receipt has been booked with another content.");
    }
    long openMinor = command.givenBack() ? cash.toGiveBackMinor() : cash.dueMinor();
    if (openMinor == 0) {
      return command.givenBack()
          ? refuse(OrderRejection.CASH_NOT_OWED, order.orderId(), "No cash is to be given back.")
          : refuse(OrderRejection.CASH_NOT_DUE, order.orderId(), "No cash is to be paid.");
    }
    long amountMinor = told == null ? openMinor : told;
    if (amountMinor > openMinor) {
      return reject(
          new Refusal(
              command.givenBack()
                  ? OrderRejection.CASH_EXCEEDS_OWED
                  : OrderRejection.CASH_EXCEEDS_DUE,
              "It is more cash than is open.",
              receiptId,
              amountMinor,
              openMinor));
    }
    if (cash.receipts().size() >= Cash.RECEIPTS_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_RECEIPTS,
          order.orderId(),
          "An order has at most %d receipts.".formatted(Cash.RECEIPTS_MAX));
    }
    return accept(
        command.givenBack()
            ? new OrderEvent.CashGivenBack(receiptId, amountMinor)
            : new OrderEvent.CashReceived(receiptId, amountMinor));
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
