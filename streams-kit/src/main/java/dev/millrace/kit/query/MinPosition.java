package dev.millrace.kit.query;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * A read must have seen the command at this place in the log.
 *
 * @param offset of the command itself
 */
public record MinPosition(TopicPartition partition, long offset) {

  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z0-9._-]{1,249}):(\\d{1,6}):(\\d{1,18})");

  /** Reads topic:partition:offset; empty if the text is something else. */
  public static Optional<MinPosition> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new MinPosition(
                new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))),
                Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition.topic() + ":" + partition.partition() + ":" + offset;
  }
}
