package dev.millrace.customers;

import dev.millrace.avro.customers.Cart;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of the customers context. */
final class CustomersStores {

  /** Every cart by its id, as its readers see it; the writer decides on the same record. */
  static final String CART_STATE = "cart-state";

  private CustomersStores() {}

  static StoreBuilder<KeyValueStore<String, Cart>> cartState(Topics topics) {
    return ProcessorStores.records(CART_STATE, Cart.class, topics);
  }
}
