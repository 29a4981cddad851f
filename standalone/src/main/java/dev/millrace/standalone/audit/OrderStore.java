package dev.millrace.standalone.audit;

import dev.millrace.avro.orders.Order;
import java.util.Optional;
import java.util.function.Consumer;

/** The orders' own state, as its query server shows it. It may move while it is read. */
interface OrderStore {

  /** Hands over every order of a partition. */
  void orders(int partition, Consumer<Order> orders);

  /** One order. */
  Optional<Order> order(String orderId);
}
