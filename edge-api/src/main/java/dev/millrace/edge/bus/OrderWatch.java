package dev.millrace.edge.bus;

import java.util.concurrent.CompletableFuture;

/** Tells waiting readers that an order has changed. Safe for many threads. */
public interface OrderWatch extends AutoCloseable {

  /**
   * Completes at the order's next committed event; completed already when too many wait. The caller
   * calls {@link #unwatch} in any case.
   */
  CompletableFuture<Void> watch(String orderId);

  void unwatch(String orderId, CompletableFuture<Void> watch);

  @Override
  void close();
}
