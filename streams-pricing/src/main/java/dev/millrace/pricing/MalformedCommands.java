package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.schemas.id.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands that no decider can read: an answer if somebody waits for one, else a warning. */
final class MalformedCommands {

  private static final Logger LOG = LoggerFactory.getLogger(MalformedCommands.class);
  private static final String CODE = "malformed_command";

  private MalformedCommands() {}

  /** Whether an id can be one at all. */
  static boolean isId(String text) {
    return !text.isBlank() && text.length() <= Ids.LENGTH_MAX;
  }

  /** The refusal to send; null when nobody waits for it. */
  static @Nullable Reply refusal(Request request) {
    if (!request.wantsReply()) {
      warnDropped(request, CODE);
      return null;
    }
    return Replies.refused(
        request,
        request.at(),
        CODE,
        "The command names its key and sets exactly one request.",
        List.of());
  }

  /** Says what nobody waits to hear. */
  static void warnDropped(Request request, String why) {
    LOG.warn("Dropped the command at {}: {}", request.position(), why);
  }
}
