package dev.millrace.edge.bus;

import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the end of all order events and wakes who waits for an order. It looks at keys alone;
 * what changed is then asked of the orders' own state.
 */
public final class KafkaOrderWatch implements OrderWatch {

  private final int watchesMax;
  private final Map<String, Set<CompletableFuture<Void>>> watches = new HashMap<>();
  private final TopicFollower<byte[]> events;
  private int count;

  /**
   * @param watchesMax how many requests may watch at once; more are answered as if changed
   * @param onEnd told why, if the watching ends although nobody closed it
   */
  public KafkaOrderWatch(Topics topics, Brokers brokers, int watchesMax, Consumer<String> onEnd) {
    this.watchesMax = watchesMax;
    this.events =
        new TopicFollower<>(
            "edge-order-watch",
            topics.orderEvents().name(),
            TopicFollower.Start.END,
            brokers,
            new ByteArrayDeserializer(),
            event -> wake(event.key()),
            onEnd);
  }

  @Override
  public synchronized CompletableFuture<Void> watch(String orderId) {
    if (count >= watchesMax) {
      return CompletableFuture.completedFuture(null);
    }
    var watch = new CompletableFuture<Void>();
    watches.computeIfAbsent(orderId, id -> new HashSet<>()).add(watch);
    count++;
    return watch;
  }

  @Override
  public synchronized void unwatch(String orderId, CompletableFuture<Void> watch) {
    Set<CompletableFuture<Void>> ofOrder = watches.get(orderId);
    if (ofOrder != null && ofOrder.remove(watch)) {
      count--;
      if (ofOrder.isEmpty()) {
        watches.remove(orderId);
      }
    }
  }

  @Override
  public void close() {
    events.close();
  }

  private synchronized void wake(String orderId) {
    Set<CompletableFuture<Void>> ofOrder = watches.remove(orderId);
    if (ofOrder != null) {
      count -= ofOrder.size();
      ofOrder.forEach(watch -> watch.complete(null));
    }
  }
}
