package dev.millrace.standalone.audit;

import dev.millrace.avro.orders.OrderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events of one order, of which each must follow the one before. */
abstract class EventCourse {

  /** One order that is wrong all over needs no longer list. */
  private static final int DIFFERENCES_MAX = 10;

  private final String orderId;
  private final List<String> differences = new ArrayList<>(0);
  private boolean needsAttention;
  private long sequence;
  private long events;
  private Instant firstAt = Instant.MAX;
  private Instant lastAt = Instant.EPOCH;

  EventCourse(String orderId) {
    this.orderId = orderId;
  }

  /** Enters the next event; one that stands where another one did is only reported. */
  final void enter(OrderEvent event) {
    events++;
    if (event.getSequence() <= sequence) {
      differ("event %d comes again after event %d".formatted(event.getSequence(), sequence));
      return;
    }
    if (event.getSequence() != sequence + 1) {
      differ("event %d follows %d".formatted(event.getSequence(), sequence));
    }
    sequence = event.getSequence();
    firstAt = event.getAt().isBefore(firstAt) ? event.getAt() : firstAt;
    lastAt = event.getAt();
    needsAttention |= event.getOrderNeedsAttention() != null;
    happened(event);
  }

  /** What an event that stands where it should means to the audit. */
  abstract void happened(OrderEvent event);

  final void differ(String what) {
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(what);
    }
  }

  final String orderId() {
    return orderId;
  }

  /** What its own events say against one another. */
  final List<String> differences() {
    return differences;
  }

  /** Whether it has said that a person must look. */
  final boolean needsAttention() {
    return needsAttention;
  }

  final long sequence() {
    return sequence;
  }

  final long events() {
    return events;
  }

  /** When the order was first heard of. */
  final Instant firstAt() {
    return firstAt;
  }

  /** Whether nothing has happened to it since, so that what it asked for must have been done. */
  final boolean settledBefore(Instant time) {
    return lastAt.isBefore(time);
  }
}
