package dev.millrace.kit.process;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Names and serdes for reading and writing the catalogue's topics. */
public final class Wiring {

  private Wiring() {}

  /** For {@code builder.stream(topic.name(), read(topic, "read-order-commands"))}. */
  public static <V extends SpecificRecord> Consumed<String, V> read(Topic<V> topic, String node) {
    return Consumed.with(Serdes.String(), topic.valueSerde()).withName(node);
  }

  /** For {@code stream.to(topic.name(), write(topic, "write-order-events"))}. */
  public static <V extends SpecificRecord> Produced<String, V> write(Topic<V> topic, String node) {
    return Produced.with(Serdes.String(), topic.valueSerde()).withName(node);
  }

  /** For answers: each goes to the partition that its command named. */
  public static Produced<String, Reply> writeReplies(Topics topics, String node) {
    return write(topics.replies(), node).withStreamPartitioner(Replies.toAskingEdge());
  }
}
