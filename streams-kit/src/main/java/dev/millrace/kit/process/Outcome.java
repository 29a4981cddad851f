package dev.millrace.kit.process;

import dev.millrace.avro.edge.Reply;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one command led to; the topology splits it over the topics.
 *
 * @param events in order; empty when nothing happened
 * @param changed the aggregate after the events; null when there are none
 * @param reply null when nobody waits
 */
public record Outcome<E, V>(List<E> events, @Nullable V changed, @Nullable Reply reply) {

  static <E, V> Outcome<E, V> only(Reply reply) {
    return new Outcome<>(List.of(), null, reply);
  }

  boolean isEmpty() {
    return events.isEmpty() && reply == null;
  }

  /** The aggregate after the events, for a table's topic. */
  public List<V> changes() {
    return changed == null ? List.of() : List.of(changed);
  }

  /** The reply under its command's id, as the replies topic has it. */
  public List<KeyValue<String, Reply>> repliesByCommand() {
    return reply == null ? List.of() : List.of(KeyValue.pair(reply.getCommandId(), reply));
  }
}
