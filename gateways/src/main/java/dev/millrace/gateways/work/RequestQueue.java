package dev.millrace.gateways.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which requests may start, and up to which offset each partition is done. Requests of one order
 * run one after the other, different orders side by side.
 *
 * <p>Threading: the worker's thread only.
 */
final class RequestQueue<T> {

  /** A request on its way; {@code work} is what to do. */
  static final class Entry<T> {
    private final TopicPartition partition;
    private final long offset;
    private final String orderId;
    private final T work;

    Entry(TopicPartition partition, long offset, String orderId, T work) {
      this.partition = partition;
      this.offset = offset;
      this.orderId = orderId;
      this.work = work;
    }

    T work() {
      return work;
    }
  }

  private final int inFlightMax;
  private final Map<String, Deque<Entry<T>>> waitingByOrder = new HashMap<>();
  private final Set<String> busyOrders = new HashSet<>();
  private final Deque<Entry<T>> ready = new ArrayDeque<>();

  /**
   * Offsets that are not done yet, by partition; an entry of another partition has been revoked.
   */
  private final Map<TopicPartition, TreeMap<Long, Entry<T>>> open = new HashMap<>();

  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private int inFlight;
  private int size;

  RequestQueue(int inFlightMax) {
    this.inFlightMax = inFlightMax;
  }

  void add(Entry<T> entry) {
    open.computeIfAbsent(entry.partition, partition -> new TreeMap<>()).put(entry.offset, entry);
    next.put(entry.partition, entry.offset + 1);
    committed.putIfAbsent(entry.partition, entry.offset);
    size++;
    if (busyOrders.add(entry.orderId)) {
      ready.add(entry);
    } else {
      waitingByOrder.computeIfAbsent(entry.orderId, id -> new ArrayDeque<>()).add(entry);
    }
  }

  /** The next request that may start now; the caller starts it and says {@link #ended} later. */
  Optional<Entry<T>> start() {
    if (inFlight >= inFlightMax) {
      return Optional.empty();
    }
    Optional<Entry<T>> entry = Optional.ofNullable(ready.poll());
    entry.ifPresent(one -> inFlight++);
    return entry;
  }

  /** A started request has ended, with a result or without one. */
  void ended(Entry<T> entry) {
    inFlight--;
    size--;
    Deque<Entry<T>> others = waitingByOrder.get(entry.orderId);
    if (others == null) {
      busyOrders.remove(entry.orderId);
      return;
    }
    ready.add(others.remove());
    if (others.isEmpty()) {
      waitingByOrder.remove(entry.orderId);
    }
  }

  /** Whether the entry's partition is still this worker's. */
  boolean isOwned(Entry<T> entry) {
    TreeMap<Long, Entry<T>> offsets = open.get(entry.partition);
    return offsets != null && offsets.get(entry.offset) == entry;
  }

  /** The request's result is about to be committed. */
  void done(Entry<T> entry) {
    TreeMap<Long, Entry<T>> offsets = open.get(entry.partition);
    if (offsets != null) {
      offsets.remove(entry.offset, entry);
    }
  }

  /** Up to where each partition is done without a gap, where that has moved. */
  Map<TopicPartition, OffsetAndMetadata> moved() {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    open.forEach(
        (partition, offsets) -> {
          long done = offsets.isEmpty() ? next.getOrDefault(partition, 0L) : offsets.firstKey();
          if (done > committed.getOrDefault(partition, done)) {
            moved.put(partition, new OffsetAndMetadata(done));
          }
        });
    return moved;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }

  /** Forgets partitions that another worker has now; what runs for them ends without effect. */
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(open::remove);
    partitions.forEach(next::remove);
    partitions.forEach(committed::remove);
    List<Entry<T>> keptReady = new ArrayList<>();
    for (Entry<T> entry : ready) {
      if (isOwned(entry)) {
        keptReady.add(entry);
      } else {
        size--;
        nextOf(entry.orderId).ifPresent(keptReady::add);
      }
    }
    ready.clear();
    ready.addAll(keptReady);
    waitingByOrder
        .values()
        .removeIf(
            waiting -> {
              int before = waiting.size();
              waiting.removeIf(entry -> !isOwned(entry));
              size -= before - waiting.size();
              return waiting.isEmpty();
            });
  }

  int size() {
    return size;
  }

  int inFlight() {
    return inFlight;
  }

  private Optional<Entry<T>> nextOf(String orderId) {
    Deque<Entry<T>> waiting = waitingByOrder.get(orderId);
    while (waiting != null && !waiting.isEmpty()) {
      Entry<T> entry = waiting.remove();
      if (isOwned(entry)) {
        if (waiting.isEmpty()) {
          waitingByOrder.remove(orderId);
        }
        return Optional.of(entry);
      }
      size--;
    }
    waitingByOrder.remove(orderId);
    busyOrders.remove(orderId);
    return Optional.empty();
  }
}
