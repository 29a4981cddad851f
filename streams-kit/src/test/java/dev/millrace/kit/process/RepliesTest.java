package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepliesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Reply refusedFor(OptionalInt partition) {
    Request request =
        new Request("command", "digest", partition, new LogPosition("topic", 1, 2L), NOW);
    return Replies.refused(request, NOW, "out_of_stock", "None left.", List.of());
  }

  @Test
  void aReplyGoesToThePartitionThatTheCommandNamed() {
    Reply reply = refusedFor(OptionalInt.of(5));

    assertThat(Replies.toAskingEdge().partitions("edge.replies.v1", "command", reply, 12))
        .hasValue(Set.of(5));
  }

  @Test
  void aPartitionBeyondTheTopicStaysInsideIt() {
    Reply reply = refusedFor(OptionalInt.of(13));

    assertThat(Replies.toAskingEdge().partitions("edge.replies.v1", "command", reply, 12))
        .hasValue(Set.of(1));
  }

  @Test
  void aReplyThatNobodyWaitsForIsDroppedAndDoesNotStopTheTopology() {
    Reply reply = refusedFor(OptionalInt.empty());

    assertThat(reply.getReplyPartition()).isEqualTo(Replies.NOBODY);
    assertThat(Replies.toAskingEdge().partitions("edge.replies.v1", "command", reply, 12))
        .hasValue(Set.of());
  }

  @Test
  void aRefusalCarriesItsNameAndThePositionOfItsCommand() {
    Reply reply = refusedFor(OptionalInt.of(0));

    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.REFUSED);
    assertThat(reply.getRefusal()).isEqualTo("out_of_stock");
    assertThat(reply.getPosition()).isEqualTo(new LogPosition("topic", 1, 2L));
    assertThat(reply.getReplayed()).isFalse();
  }
}
