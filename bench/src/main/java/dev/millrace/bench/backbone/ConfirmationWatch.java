package dev.millrace.bench.backbone;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.LogTail;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns from the order events, as any reader of the topic may, when an order is confirmed or will
 * never be. An event may come before the answer that names its order, so whichever comes first
 * leaves a note for the other.
 */
public final class ConfirmationWatch implements AutoCloseable {

  private final LogTail<OrderEvent> events;
  private final Map<String, CompletableFuture<Outcome>> settled = new ConcurrentHashMap<>();

  public ConfirmationWatch(String bootstrapServers, Topics topics) {
    events =
        new LogTail<>(
            bootstrapServers, topics.orderEvents(), every -> true, record -> read(record.value()));
  }

  /** Completes when the order has been decided, one way or the other. */
  public CompletableFuture<Outcome> settled(String orderId) {
    CompletableFuture<Outcome> outcome = note(orderId);
    return outcome.whenComplete((decided, failure) -> settled.remove(orderId, outcome));
  }

  private CompletableFuture<Outcome> note(String orderId) {
    return settled.computeIfAbsent(orderId, id -> new CompletableFuture<>());
  }

  private void read(OrderEvent event) {
    if (event.getOrderConfirmed() != null) {
      note(event.getOrderId()).complete(Outcome.DONE);
    } else if (event.getOrderRejected() != null) {
      String reason = event.getOrderRejected().getReason();
      note(event.getOrderId()).complete(new Outcome.Refused(reason));
    } else if (event.getOrderNeedsAttention() != null) {
      String reason = event.getOrderNeedsAttention().getReason();
      note(event.getOrderId()).complete(new Outcome.Failed(reason));
    }
  }

  @Override
  public void close() {
    events.close();
  }
}
