package dev.millrace.simulation;

import dev.millrace.schemas.topics.Topics;
import java.util.Map;
import java.util.Optional;

/** What can be killed. */
enum Process {
  ORDERS,
  INVENTORY,
  CUSTOMERS,
  ACCOUNTS,
  PAYMENTS;

  /** Who reads each topic; the others are read by nobody who acts. */
  static Map<String, Process> readers(Topics topics) {
    return Map.of(
        topics.carrierResults().name(), ORDERS,
        topics.orderCommands().name(), ORDERS,
        topics.reservationResults().name(), ORDERS,
        topics.paymentResults().name(), ORDERS,
        topics.accountResults().name(), ORDERS,
        topics.accountCommands().name(), ACCOUNTS,
        topics.stockCommands().name(), INVENTORY,
        topics.cartCommands().name(), CUSTOMERS,
        topics.paymentRequests().name(), PAYMENTS);
  }

  /** Whether it is a Streams application, whose steps are transactions. */
  Optional<Process> asStreams() {
    return this == PAYMENTS ? Optional.empty() : Optional.of(this);
  }
}
