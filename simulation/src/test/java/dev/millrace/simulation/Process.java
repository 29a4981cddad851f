package dev.millrace.simulation;

import dev.millrace.schemas.topics.Topics;
import java.util.Map;
import java.util.Optional;

/** What can be killed. */
enum Process {
  ORDERS,
  INVENTORY,
  CUSTOMERS,
  PAYMENTS,
  CARRIERS;

  /** Who reads each topic; the others are read by nobody who acts. */
  static Map<String, Process> readers(Topics topics) {
    return Map.of(
        topics.carrierResults().name(), ORDERS,
        topics.orderCommands().name(), ORDERS,
        topics.reservationResults().name(), ORDERS,
        topics.hotSkus().name(), ORDERS,
        topics.paymentResults().name(), ORDERS,
        topics.stockCommands().name(), INVENTORY,
        topics.cartCommands().name(), CUSTOMERS,
        topics.paymentRequests().name(), PAYMENTS,
        topics.carrierRequests().name(), CARRIERS,
        topics.carrierCallbacks().name(), CARRIERS);
  }

  /** Whether it is a Streams application, whose steps are transactions. */
  Optional<Process> asStreams() {
    return this == PAYMENTS || this == CARRIERS ? Optional.empty() : Optional.of(this);
  }
}
