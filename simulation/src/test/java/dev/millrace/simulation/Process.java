package dev.millrace.simulation;

import dev.millrace.schemas.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be killed. */
enum Process {
  ORDERS,
  INVENTORY,
  CUSTOMERS,
  ACCOUNTS,
  PRICING,
  PAYMENTS,
  CARRIERS;

  /** Who reads each topic; the others are read by nobody who acts. */
  static Map<String, Process> readers(Topics topics) {
    return Map.ofEntries(
        Map.entry(topics.carrierResults().name(), ORDERS),
        Map.entry(topics.orderCommands().name(), ORDERS),
        Map.entry(topics.reservationResults().name(), ORDERS),
        Map.entry(topics.hotSkus().name(), ORDERS),
        Map.entry(topics.paymentResults().name(), ORDERS),
        Map.entry(topics.accountResults().name(), ORDERS),
        Map.entry(topics.accountCommands().name(), ACCOUNTS),
        Map.entry(topics.stockCommands().name(), INVENTORY),
        Map.entry(topics.cartCommands().name(), CUSTOMERS),
        Map.entry(topics.offerCommands().name(), PRICING),
        Map.entry(topics.quoteCommands().name(), PRICING),
        Map.entry(topics.offerTable().name(), PRICING),
        Map.entry(topics.paymentRequests().name(), PAYMENTS),
        Map.entry(topics.carrierRequests().name(), CARRIERS),
        Map.entry(topics.carrierCallbacks().name(), CARRIERS));
  }

  /** The topics that a process reads as tables, all of them before anything else. */
  static Set<String> tables(Topics topics) {
    return Set.of(topics.hotSkus().name(), topics.offerTable().name());
  }

  /** Whether it is a Streams application, whose steps are transactions. */
  Optional<Process> asStreams() {
    return this == PAYMENTS || this == CARRIERS ? Optional.empty() : Optional.of(this);
  }
}
