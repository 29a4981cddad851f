package dev.millrace.edge.bus;

import dev.millrace.avro.edge.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a reply, by command id and bounded. Two requests may wait for one id (a
 * client that retries while the first try is under way): each command has its own reply, in order.
 * Safe for many threads.
 */
final class PendingReplies {

  private record Waiter(int partition, CompletableFuture<Reply> reply) {}

  private final int countMax;
  private final Map<String, Deque<Waiter>> waiters = new HashMap<>();
  private int count;

  PendingReplies(int countMax) {
    this.countMax = countMax;
  }

  synchronized CompletableFuture<Reply> await(String commandId, int partition) {
    if (count >= countMax) {
      throw new BusUnavailableException("too many requests wait for a reply", null);
    }
    var reply = new CompletableFuture<Reply>();
    waiters.computeIfAbsent(commandId, id -> new ArrayDeque<>(1)).add(new Waiter(partition, reply));
    count++;
    return reply;
  }

  void complete(Reply reply) {
    CompletableFuture<Reply> first = takeFirst(reply.getCommandId());
    if (first != null) {
      first.complete(reply);
    }
  }

  synchronized void forget(String commandId, CompletableFuture<Reply> reply) {
    removeIf(commandId, waiter -> waiter.reply() == reply);
  }

  /** Gives up the requests whose partition this edge no longer reads. */
  synchronized void cancel(IntPredicate partitionLost) {
    for (String commandId : waiters.keySet().toArray(String[]::new)) {
      removeIf(
          commandId,
          waiter -> partitionLost.test(waiter.partition()) && waiter.reply().cancel(false));
    }
  }

  synchronized int count() {
    return count;
  }

  private synchronized @Nullable CompletableFuture<Reply> takeFirst(String commandId) {
    Deque<Waiter> queue = waiters.get(commandId);
    if (queue == null) {
      return null;
    }
    Waiter first = queue.remove();
    count--;
    if (queue.isEmpty()) {
      waiters.remove(commandId);
    }
    return first.reply();
  }

  private void removeIf(String commandId, java.util.function.Predicate<Waiter> gone) {
    Deque<Waiter> queue = waiters.get(commandId);
    if (queue == null) {
      return;
    }
    int before = queue.size();
    queue.removeIf(gone);
    count -= before - queue.size();
    if (queue.isEmpty()) {
      waiters.remove(commandId);
    }
  }
}
