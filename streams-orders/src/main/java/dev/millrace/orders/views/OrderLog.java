package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import java.util.List;
import java.util.Optional;

/** Reads single events of the log of orders. Safe for many threads; calls are bounded in time. */
public interface OrderLog extends AutoCloseable {

  /**
   * The events that stand there, in the same order; empty if the log does not give them in time.
   *
   * @param offsets of committed events, rising
   * @throws IllegalStateException if the log has no event at one of them
   */
  Optional<List<OrderEvent>> read(int partition, List<Long> offsets);

  @Override
  void close();
}
