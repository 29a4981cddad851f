package dev.millrace.kit.process;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.schemas.topics.HeaderNames;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What the shell around every decider needs to know of a command record.
 *
 * @param replyPartition where the asking edge waits; empty for commands from other topologies
 * @param at the record's timestamp, the only clock a decision sees
 */
public record Request(
    String commandId,
    String fingerprint,
    OptionalInt replyPartition,
    LogPosition position,
    Instant at) {

  private static final Pattern PARTITION = Pattern.compile("\\d{1,6}");

  /** Reads the record that is being processed. */
  public static Request of(
      Record<?, ?> record, ProcessingContext context, String commandId, String fingerprint) {
    return new Request(
        commandId,
        fingerprint,
        replyPartition(MessageHeaders.text(record.headers(), HeaderNames.REPLY_PARTITION)),
        context.recordMetadata().map(Request::position).orElse(new LogPosition("", 0, 0L)),
        Instant.ofEpochMilli(record.timestamp()));
  }

  /** The time to decide by: the record's, but never before what the aggregate has already seen. */
  public Instant notBefore(@Nullable Instant latest) {
    return latest != null && latest.isAfter(at) ? latest : at;
  }

  public boolean wantsReply() {
    return replyPartition.isPresent();
  }

  private static LogPosition position(RecordMetadata metadata) {
    return new LogPosition(metadata.topic(), metadata.partition(), metadata.offset());
  }

  private static OptionalInt replyPartition(@Nullable String header) {
    return header != null && PARTITION.matcher(header).matches()
        ? OptionalInt.of(Integer.parseInt(header))
        : OptionalInt.empty();
  }
}
