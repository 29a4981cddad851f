package dev.millrace.orders;

import dev.millrace.avro.orders.CaptureRequested;
import dev.millrace.avro.orders.CashAgreed;
import dev.millrace.avro.orders.CashGivenBack;
import dev.millrace.avro.orders.CashReceipt;
import dev.millrace.avro.orders.CashReceived;
import dev.millrace.avro.orders.OrderCapture;
import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.PaymentPending;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.orders.order.Captures;
import dev.millrace.orders.order.Captures.Capture;
import dev.millrace.orders.order.Cash;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Payment;
import dev.millrace.orders.order.Payment.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Captures and cash between the contract, the store and the domain. */
final class PaymentAvro {

  private PaymentAvro() {}

  /** The request about captures or cash, if the record holds one. */
  static Optional<OrderCommand> command(dev.millrace.avro.orders.OrderCommand command) {
    var capture = command.getCapturePayment();
    if (capture != null) {
      return Optional.of(
          new OrderCommand.CapturePayment(
              command.getCommandId(),
              capture.getCaptureId(),
              capture.getAmountMinor(),
              capture.getIsLast()));
    }
    var cash = command.getRecordCash();
    return cash == null
        ? Optional.empty()
        : Optional.of(
            new OrderCommand.RecordCash(
                command.getCommandId(),
                cash.getReceiptId(),
                cash.getAmountMinor(),
                cash.getGivenBack()));
  }

  static CaptureRequested avro(OrderEvent.CaptureRequested e) {
    return new CaptureRequested(e.captureId(), e.requestId(), e.amountMinor(), e.isLast());
  }

  static PaymentPending avro(OrderEvent.PaymentPending e) {
    return new PaymentPending(e.requestId(), e.providerReference(), e.paymentDeadline());
  }

  /** The event in a record, if it is one of captures, cash or a payer who confirms later. */
  static Optional<OrderEvent> event(dev.millrace.avro.orders.OrderEvent record) {
    return switch (record.getType()) {
      case "captureRequested" -> Optional.of(event(record.getCaptureRequested()));
      case "paymentPending" -> Optional.of(event(record.getPaymentPending()));
      case "cashAgreed" -> Optional.of(event(record.getCashAgreed()));
      case "cashReceived" -> Optional.of(event(record.getCashReceived()));
      case "cashGivenBack" -> Optional.of(event(record.getCashGivenBack()));
      default -> Optional.empty();
    };
  }

  private static OrderEvent event(CaptureRequested e) {
    return new OrderEvent.CaptureRequested(
        e.getCaptureId(), e.getRequestId(), e.getAmountMinor(), e.getIsLast());
  }

  private static OrderEvent event(PaymentPending e) {
    return new OrderEvent.PaymentPending(
        e.getRequestId(), e.getProviderReference(), e.getPaymentDeadline());
  }

  private static OrderEvent event(CashAgreed e) {
    return new OrderEvent.CashAgreed(e.getAmountMinor());
  }

  private static OrderEvent event(CashReceived e) {
    return new OrderEvent.CashReceived(e.getReceiptId(), e.getAmountMinor());
  }

  private static OrderEvent event(CashGivenBack e) {
    return new OrderEvent.CashGivenBack(e.getReceiptId(), e.getAmountMinor());
  }

  /** The capture that came with the confirmation, which takes the whole promise. */
  static Optional<Capture> whole(Payment payment) {
    return payment.captures().all().stream().filter(one -> one.captureId() == null).findFirst();
  }

  /** The captures by hand and of shipments; null when there is none. */
  static @Nullable List<OrderCapture> captures(Payment payment) {
    List<OrderCapture> shown = new ArrayList<>();
    for (Capture one : payment.captures().all()) {
      String captureId = one.captureId();
      if (captureId != null) {
        shown.add(
            new OrderCapture(
                captureId,
                one.requestId(),
                one.amountMinor(),
                one.isLast(),
                one.step().name().toLowerCase(Locale.ROOT)));
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  /** What is paid in cash; null when nothing is. */
  static @Nullable OrderCash cash(Cash cash) {
    return cash.isAgreed()
        ? new OrderCash(
            cash.agreedMinor(),
            cash.waivedMinor(),
            cash.receivedMinor(),
            cash.owedMinor(),
            cash.givenBackMinor(),
            cash.receipts().stream()
                .map(one -> new CashReceipt(one.receiptId(), one.amountMinor(), one.givenBack()))
                .toList())
        : null;
  }

  static Cash cash(@Nullable OrderCash cash) {
    return cash == null
        ? Cash.NONE
        : new Cash(
            cash.getAgreedMinor(),
            cash.getWaivedMinor(),
            cash.getReceivedMinor(),
            cash.getOwedMinor(),
            cash.getGivenBackMinor(),
            cash.getReceipts().stream()
                .map(
                    one ->
                        new Cash.Receipt(
                            one.getReceiptId(), one.getAmountMinor(), one.getGivenBack()))
                .toList());
  }

  static Captures captures(OrderState stored) {
    List<Capture> all = new ArrayList<>();
    if (stored.getCaptureRequestId() != null) {
      // It took the whole promise, whose amount stands there.
      var promises = stored.getAuthorizations();
      long amountMinor = promises.isEmpty() ? 0 : promises.getLast().getAmountMinor();
      all.add(
          new Capture(
              null,
              stored.getCaptureRequestId(),
              amountMinor,
              true,
              Progress.valueOf(stored.getCapture())));
    }
    List<OrderCapture> others = stored.getOrder().getCaptures();
    if (others != null) {
      others.forEach(
          one ->
              all.add(
                  new Capture(
                      one.getCaptureId(),
                      one.getRequestId(),
                      one.getAmountMinor(),
                      one.getIsLast(),
                      Progress.valueOf(one.getStatus().toUpperCase(Locale.ROOT)))));
    }
    return new Captures(all);
  }
}
