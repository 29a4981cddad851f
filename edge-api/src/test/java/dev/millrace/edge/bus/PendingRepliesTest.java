package dev.millrace.edge.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PendingRepliesTest {

  @Test
  void twoRequestsOfOneIdGetTheirOwnRepliesInOrder() {
    var pending = new PendingReplies(10);
    var first = pending.await("cmd_1", 0);
    var second = pending.await("cmd_1", 0);
    pending.complete(reply("cmd_1", false));
    assertThat(first.join().getReplayed()).isFalse();
    assertThat(second).isNotDone();
    pending.complete(reply("cmd_1", true));
    assertThat(second.join().getReplayed()).isTrue();
    assertThat(pending.count()).isZero();
  }

  @Test
  void aReplyThatNobodyWaitsForIsDropped() {
    var pending = new PendingReplies(10);
    var gone = pending.await("cmd_1", 0);
    pending.forget("cmd_1", gone);
    pending.complete(reply("cmd_1", false));
    assertThat(gone).isNotDone();
    assertThat(pending.count()).isZero();
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    var pending = new PendingReplies(1);
    var only = pending.await("cmd_1", 0);
    assertThatThrownBy(() -> pending.await("cmd_2", 0)).isInstanceOf(BusUnavailableException.class);
    pending.forget("cmd_1", only);
    assertThat(pending.await("cmd_2", 0)).isNotDone();
  }

  @Test
  void onlyRequestsOfALostPartitionAreGivenUp() {
    var pending = new PendingReplies(10);
    var lost = pending.await("cmd_1", 1);
    var kept = pending.await("cmd_2", 2);
    pending.cancel(partition -> partition == 1);
    assertThat(lost).isCancelled();
    assertThat(kept).isNotDone();
    assertThat(pending.count()).isEqualTo(1);
  }

  private static Reply reply(String commandId, boolean replayed) {
    return Reply.newBuilder()
        .setCommandId(commandId)
        .setReplyPartition(0)
        .setStatus(ReplyStatus.ACCEPTED)
        .setProblems(List.of())
        .setReplayed(replayed)
        .setPosition(new LogPosition("t", 0, 0L))
        .setAt(Instant.EPOCH)
        .build();
  }
}
