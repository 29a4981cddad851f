package dev.millrace.schemas.topics;

import dev.millrace.avro.edge.Reply;
import java.time.Duration;
import java.util.List;

/** The topics of the edge. */
record EdgeTopics(Topic<Reply> replies) {

  static EdgeTopics of(TopicFactory topics) {
    return new EdgeTopics(
        topics.passing(
            Duration.ofHours(1),
            "edge.replies.v1",
            Reply.class,
            "command id",
            "Committed outcomes for the edge instance that asked; the command names the"
                + " partition."));
  }

  List<Topic<?>> all() {
    return List.of(replies);
  }
}
