package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.schemas.id.Ids;
import java.util.List;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to commands that no decider can read: an answer if somebody waits, else a count. */
final class UnansweredCommands {

  private static final Logger LOG = LoggerFactory.getLogger(UnansweredCommands.class);
  private static final String CODE = "malformed_command";

  private final Sensor dropped;

  UnansweredCommands(ProcessingContext context, String kind) {
    dropped =
        context
            .metrics()
            .addRateTotalSensor(
                kind, context.taskId().toString(), "drop", Sensor.RecordingLevel.INFO);
  }

  /** Whether an id can be one at all. */
  static boolean isId(String text) {
    return !text.isBlank() && text.length() <= Ids.LENGTH_MAX;
  }

  /** The refusal to send; null when nobody waits for it. */
  @Nullable Reply refusal(Request request) {
    if (!request.wantsReply()) {
      drop(request, CODE);
      return null;
    }
    return Replies.refused(
        request,
        request.at(),
        CODE,
        "The command names its key and sets exactly one request.",
        List.of());
  }

  void drop(Request request, String why) {
    dropped.record();
    LOG.warn("Dropped the command at {}: {}", request.position(), why);
  }

  /** A record without a value asks for nothing. */
  void dropEmpty() {
    dropped.record();
  }
}
