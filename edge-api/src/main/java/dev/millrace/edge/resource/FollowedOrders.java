package dev.millrace.edge.resource;

import dev.millrace.edge.bus.OrderLogEnd;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.topics.Topics;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Waits until what follows the orders has seen what a position says. */
final class FollowedOrders {

  /** The last record of a partition and the mark that ends its transaction. */
  private static final int LAST_RECORD_AND_MARK = 2;

  private final Topics topics;
  private final Reads reads;
  private final OrderLogEnd logEnd;
  private final EveryPartition partitions;

  FollowedOrders(Topics topics, Reads reads, OrderLogEnd logEnd, EveryPartition partitions) {
    this.topics = topics;
    this.reads = reads;
    this.logEnd = logEnd;
    this.partitions = partitions;
  }

  /**
   * Waits for what the position says: first until the orders have decided it, then until the
   * follower has all that the log of its partition had when they had. The events of a reply that
   * was heard are in the log by then.
   *
   * @param follower a store of the application that follows
   * @param minPosition null waits for nothing
   */
  <T extends SpecificRecord> void await(StateStore<T> follower, @Nullable String minPosition) {
    if (minPosition == null) {
      return;
    }
    int partition = Integer.parseInt(minPosition.split(":", 3)[1]);
    if (partition >= partitions.count()) {
      throw Problem.invalid("min_position", "invalid_position", "is not a Commerce-Position")
          .exception();
    }
    String key = partitions.keyIn(partition);
    reads.find(StateStore.ORDERS, key, minPosition);
    OptionalLong end = logEnd.of(partition);
    if (end.isEmpty()) {
      throw Problem.unavailable("not_caught_up", "How far the log goes is not known just now.")
          .exception();
    }
    if (end.getAsLong() >= LAST_RECORD_AND_MARK) {
      reads.find(
          follower,
          key,
          "%s:%d:%d"
              .formatted(
                  topics.orderEvents().name(), partition, end.getAsLong() - LAST_RECORD_AND_MARK));
    }
  }
}
