package dev.millrace.gateways.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final RequestQueue<String> queue = new RequestQueue<>(2);

  @Test
  void requestsOfOneOrderRunOneAfterTheOther() {
    var first = add(P0, 0, "a");
    var second = add(P0, 1, "a");
    assertThat(queue.start()).contains(first);
    assertThat(queue.start()).isEmpty();
    end(first);
    assertThat(queue.start()).contains(second);
  }

  @Test
  void noMoreThanTheBoundRunAtATime() {
    add(P0, 0, "a");
    add(P0, 1, "b");
    add(P0, 2, "c");
    assertThat(queue.start()).isPresent();
    assertThat(queue.start()).isPresent();
    assertThat(queue.start()).isEmpty();
    assertThat(queue.inFlight()).isEqualTo(2);
  }

  @Test
  void offsetsMoveOnlyPastWhatIsDoneWithoutAGap() {
    var first = add(P0, 10, "a");
    var second = add(P0, 11, "b");
    queue.start();
    queue.start();
    end(second);
    assertThat(queue.moved()).isEmpty();
    end(first);
    assertThat(queue.moved().get(P0).offset()).isEqualTo(12);
    queue.committed(queue.moved());
    assertThat(queue.moved()).isEmpty();
  }

  @Test
  void aRevokedPartitionIsForgottenAndTheOthersGoOn() {
    var gone = add(P0, 0, "a");
    add(P0, 1, "a");
    var kept = add(P1, 0, "b");
    assertThat(queue.start()).isEqualTo(Optional.of(gone));
    queue.forget(List.of(P0));
    assertThat(queue.isOwned(gone)).isFalse();
    queue.ended(gone);
    assertThat(queue.start()).contains(kept);
    end(kept);
    assertThat(queue.size()).isZero();
    assertThat(queue.moved()).containsOnlyKeys(P1);
  }

  private RequestQueue.Entry<String> add(TopicPartition partition, long offset, String orderId) {
    var entry = new RequestQueue.Entry<>(partition, offset, orderId, orderId + offset);
    queue.add(entry);
    return entry;
  }

  private void end(RequestQueue.Entry<String> entry) {
    queue.ended(entry);
    queue.done(entry);
  }
}
