package dev.millrace.simulation;

import dev.millrace.testkit.Sent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Messages that were committed and have not been processed: a queue for each topic and key. */
final class Wires {

  /** The records of one key in one topic, which stay in their order. */
  record Lane(String topic, String key) {}

  /**
   * A message on its way.
   *
   * @param number in the order of sending
   * @param notBefore when it can arrive at the earliest
   */
  record Waiting(long number, Sent<?> sent, Instant notBefore) {}

  private final Map<Lane, Deque<Waiting>> lanes = new LinkedHashMap<>();
  private final Map<Lane, Instant> heldBack = new HashMap<>();
  private long sent;

  void send(Sent<?> message, Instant notBefore) {
    var lane = new Lane(message.topic().name(), message.key());
    lanes
        .computeIfAbsent(lane, empty -> new ArrayDeque<>())
        .add(new Waiting(sent, message, notBefore));
    sent++;
  }

  /** Lanes whose first message can arrive now. */
  List<Lane> ready(Instant now) {
    List<Lane> ready = new ArrayList<>(lanes.size());
    for (Map.Entry<Lane, Deque<Waiting>> lane : lanes.entrySet()) {
      if (!arrival(lane.getKey(), lane.getValue()).isAfter(now)) {
        ready.add(lane.getKey());
      }
    }
    return ready;
  }

  /** Of the lanes that are ready, the one whose first message was sent first. */
  Optional<Lane> oldest(Instant now) {
    Lane oldest = null;
    long number = Long.MAX_VALUE;
    for (Map.Entry<Lane, Deque<Waiting>> lane : lanes.entrySet()) {
      long first = lane.getValue().element().number();
      if (first < number && !arrival(lane.getKey(), lane.getValue()).isAfter(now)) {
        oldest = lane.getKey();
        number = first;
      }
    }
    return Optional.ofNullable(oldest);
  }

  Waiting first(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane), "a lane that has messages").element();
  }

  Waiting removeFirst(Lane lane) {
    Deque<Waiting> waiting = Objects.requireNonNull(lanes.get(lane), "a lane that has messages");
    Waiting first = waiting.remove();
    heldBack.remove(lane);
    if (waiting.isEmpty()) {
      lanes.remove(lane);
    }
    return first;
  }

  /** A message that was delivered comes again, before those that wait. */
  void putBack(Lane lane, Waiting message) {
    lanes.computeIfAbsent(lane, empty -> new ArrayDeque<>()).addFirst(message);
  }

  /** Nothing of this lane arrives before then. */
  void holdBack(Lane lane, Instant until) {
    heldBack.put(lane, until);
  }

  boolean isHeldBack(Lane lane) {
    return heldBack.containsKey(lane);
  }

  /** When the next message can arrive; empty when nothing is on its way. */
  Optional<Instant> nextArrival() {
    return lanes.entrySet().stream()
        .map(lane -> arrival(lane.getKey(), lane.getValue()))
        .min(Instant::compareTo);
  }

  private Instant arrival(Lane lane, Deque<Waiting> waiting) {
    Instant own = waiting.element().notBefore();
    Instant held = heldBack.get(lane);
    return held == null || held.isBefore(own) ? own : held;
  }
}
