package dev.millrace.kit.process;

import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Makes answers to the edge. */
public final class Replies {

  /** Partition of a reply that nobody waits for; such replies are not sent. */
  public static final int NOBODY = -1;

  private Replies() {}

  /** An answer that the command was carried out; the caller adds the state after it. */
  public static Reply.Builder accepted(Request request, Instant now) {
    return blank(request, now).setStatus(ReplyStatus.ACCEPTED);
  }

  /**
   * A refusal.
   *
   * @param refusal stable snake-case name
   */
  public static Reply refused(
      Request request, Instant now, String refusal, String detail, List<Problem> problems) {
    return blank(request, now)
        .setStatus(ReplyStatus.REFUSED)
        .setRefusal(refusal)
        .setDetail(detail)
        .setProblems(problems)
        .build();
  }

  /** Sends each reply to the partition that its command named; one for nobody is not sent. */
  public static StreamPartitioner<String, Reply> toAskingEdge() {
    return (topic, key, reply, partitions) ->
        Optional.of(
            reply.getReplyPartition() == NOBODY
                ? Set.of()
                : Set.of(reply.getReplyPartition() % partitions));
  }

  private static Reply.Builder blank(Request request, Instant now) {
    return Reply.newBuilder()
        .setCommandId(request.commandId())
        .setReplyPartition(request.replyPartition().orElse(NOBODY))
        .setProblems(List.of())
        .setReplayed(false)
        .setPosition(request.position())
        .setAt(now);
  }
}
