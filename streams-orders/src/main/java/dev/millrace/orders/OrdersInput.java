package dev.millrace.orders;

import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationResult;

/** A record for the writer of an order, whichever topic it came by. */
sealed interface OrdersInput {

  record Command(dev.millrace.avro.orders.OrderCommand command) implements OrdersInput {}

  record StockResult(ReservationResult result) implements OrdersInput {}

  record MoneyResult(PaymentResult result) implements OrdersInput {}

  record ParcelResult(CarrierResult result) implements OrdersInput {}

  record DrawResult(AccountResult result) implements OrdersInput {}
}
