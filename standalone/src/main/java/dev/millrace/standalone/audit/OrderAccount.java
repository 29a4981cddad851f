package dev.millrace.standalone.audit;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.orders.OrdersLedger;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Resolution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log says of one order: the order that its events fold to, and what they record. */
final class OrderAccount extends EventCourse {

  /** What an event says of money. */
  enum Money {
    AUTHORIZED,
    CAPTURED,
    VOIDED,
    REFUNDED,
    DECLINED,
    FAILED,
    CASH_RECEIVED,
    CASH_GIVEN_BACK
  }

  /**
   * An event about money.
   *
   * @param amountMinor 0 where none moved
   */
  record MoneyEntry(Money what, String requestId, long amountMinor) {}

  /** What an event says of a line's stock. */
  enum Stock {
    HELD,
    SOLD,
    LOST
  }

  /** An event about a line's stock. */
  record StockEntry(Stock what, String reservationId) {}

  private final List<MoneyEntry> money = new ArrayList<>(4);
  private final List<StockEntry> stock = new ArrayList<>(4);
  private @Nullable Order order;
  private boolean isReadable = true;
  private long releasedMinor;
  private long remainderVoidedMinor;
  private boolean acceptedAsIs;

  OrderAccount(String orderId) {
    super(orderId);
  }

  @Override
  void happened(OrderEvent event) {
    acceptedAsIs |=
        event.getExceptionResolved() != null
            && event.getExceptionResolved().getAction().equals(Resolution.ACCEPT_AS_IS.code());
    enterMoney(event);
    enterStock(event);
    fold(event);
  }

  private void fold(OrderEvent event) {
    if (!isReadable) {
      return;
    }
    try {
      order = OrdersLedger.evolve(order, event);
    } catch (RuntimeException e) {
      isReadable = false;
      differ("event %d cannot be read: %s".formatted(event.getSequence(), e.getMessage()));
    }
  }

  private void enterMoney(OrderEvent event) {
    if (event.getPaymentAuthorized() != null) {
      var e = event.getPaymentAuthorized();
      money.add(new MoneyEntry(Money.AUTHORIZED, e.getRequestId(), e.getAmountMinor()));
    }
    if (event.getPaymentCaptured() != null) {
      var e = event.getPaymentCaptured();
      money.add(new MoneyEntry(Money.CAPTURED, e.getRequestId(), e.getAmountMinor()));
      releasedMinor += e.getReleasedMinor();
    }
    if (event.getRemainderVoided() != null) {
      remainderVoidedMinor += event.getRemainderVoided().getAmountMinor();
    }
    if (event.getPaymentVoided() != null) {
      var e = event.getPaymentVoided();
      money.add(new MoneyEntry(Money.VOIDED, e.getRequestId(), e.getAmountMinor()));
    }
    if (event.getPaymentRefunded() != null) {
      var e = event.getPaymentRefunded();
      money.add(new MoneyEntry(Money.REFUNDED, e.getRequestId(), e.getAmountMinor()));
    }
    if (event.getCashReceived() != null) {
      var e = event.getCashReceived();
      money.add(new MoneyEntry(Money.CASH_RECEIVED, e.getReceiptId(), e.getAmountMinor()));
    }
    if (event.getCashGivenBack() != null) {
      var e = event.getCashGivenBack();
      money.add(new MoneyEntry(Money.CASH_GIVEN_BACK, e.getReceiptId(), e.getAmountMinor()));
    }
    if (event.getPaymentDeclined() != null) {
      money.add(new MoneyEntry(Money.DECLINED, event.getPaymentDeclined().getRequestId(), 0));
    }
    if (event.getPaymentStepFailed() != null) {
      money.add(new MoneyEntry(Money.FAILED, event.getPaymentStepFailed().getRequestId(), 0));
    }
  }

  private void enterStock(OrderEvent event) {
    if (event.getLineStockHeld() != null) {
      stock.add(new StockEntry(Stock.HELD, event.getLineStockHeld().getReservationId()));
    }
    if (event.getExchangeHeld() != null) {
      stock.add(new StockEntry(Stock.HELD, event.getExchangeHeld().getExchangeId()));
    }
    if (event.getExchangeSold() != null) {
      stock.add(new StockEntry(Stock.SOLD, event.getExchangeSold().getExchangeId()));
    }
    if (event.getLineStockCommitted() != null) {
      stock.add(new StockEntry(Stock.SOLD, event.getLineStockCommitted().getReservationId()));
    }
    if (event.getLineStockLost() != null) {
      stock.add(new StockEntry(Stock.LOST, event.getLineStockLost().getReservationId()));
    }
  }

  /** What its events fold to; null if there are none, or some cannot be read. */
  @Nullable Order order() {
    return isReadable ? order : null;
  }

  /** The order as readers of the store would see it; null as above. */
  dev.millrace.avro.orders.@Nullable Order view() {
    Order folded = order();
    return folded == null ? null : OrdersLedger.view(folded);
  }

  List<MoneyEntry> money() {
    return money;
  }

  /** What last captures gave back of promises. */
  long releasedMinor() {
    return releasedMinor;
  }

  /** What of its promise went back, or is to, because nothing more is to be taken. */
  long remainderVoidedMinor() {
    return remainderVoidedMinor;
  }

  List<StockEntry> stock() {
    return stock;
  }

  /** Whether somebody said that what failed was settled elsewhere. */
  boolean acceptedAsIs() {
    return acceptedAsIs;
  }
}
