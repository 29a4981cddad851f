package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a foreign Avro writer puts into one of our topics, our classes read and write alike. */
class ContractRoundTripTest {

  private static final InMemoryRegistry REGISTRY = new InMemoryRegistry();
  private static final int RECORDS = 200;

  static List<Topic<?>> topics() {
    return new Topics(REGISTRY, 1).all();
  }

  @ParameterizedTest
  @MethodSource("topics")
  <V extends SpecificRecord> void readsAndWritesEveryRecordOfEveryTopicUnchanged(Topic<V> topic) {
    Schema schema =
        PublishedSchema.of(SpecificData.getForClass(topic.type()).getSchema(topic.type()));
    int schemaId = REGISTRY.register(topic.subject(), schema);
    for (long seed = 1; seed <= RECORDS; seed++) {
      byte[] foreign = WrittenRecords.bytes(schemaId, new RandomValues(seed).record(schema));
      V record = topic.valueSerde().deserializer().deserialize(topic.name(), foreign);
      assertThat(topic.valueSerde().serializer().serialize(topic.name(), record))
          .as("topic %s, seed %d", topic.name(), seed)
          .isEqualTo(foreign);
    }
  }
}
