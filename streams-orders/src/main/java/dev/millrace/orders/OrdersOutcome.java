package dev.millrace.orders;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import java.util.ArrayList;
import java.util.List;

/** Everything one command, answer or deadline leads to; the topology splits it over the topics. */
record OrdersOutcome(
    List<OrderEvent> events,
    List<Reply> replies,
    List<StockCommand> stockCommands,
    List<PaymentRequest> paymentRequests,
    List<CartCommand> cartCommands,
    List<CarrierRequest> carrierRequests,
    List<AccountCommand> accountCommands,
    List<OrderCommand> orderCommands) {

  static OrdersOutcome empty() {
    return new OrdersOutcome(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  boolean isEmpty() {
    return events.isEmpty()
        && replies.isEmpty()
        && stockCommands.isEmpty()
        && paymentRequests.isEmpty()
        && cartCommands.isEmpty()
        && carrierRequests.isEmpty()
        && accountCommands.isEmpty()
        && orderCommands.isEmpty();
  }
}
