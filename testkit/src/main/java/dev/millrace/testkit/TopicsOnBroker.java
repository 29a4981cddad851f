package dev.millrace.testkit;

import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.TopicCreator;
import dev.millrace.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker of its own with all topics, and what a test sends to it and reads from it. */
public final class TopicsOnBroker implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final KafkaProducer<String, byte[]> producer;

  private TopicsOnBroker(EmbeddedBroker broker) {
    this.broker = broker;
    this.producer =
        new KafkaProducer<>(clients(), new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Starts it.
   *
   * @param folder where the broker keeps its log
   */
  public static TopicsOnBroker start(Path folder, Topics topics)
      throws IOException, InterruptedException {
    var started = new TopicsOnBroker(EmbeddedBroker.start(EmbeddedBroker.Options.in(folder)));
    try (Admin admin = Admin.create(started.clients())) {
      TopicCreator.createMissing(admin, topics, (short) 1);
    }
    return started;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Begins to send a command or a request; {@link #flush} ends it. */
  public <V extends SpecificRecord> void send(
      Topic<V> topic, String key, V value, Headers headers) {
    byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
    var unused = producer.send(new ProducerRecord<>(topic.name(), null, key, bytes, headers));
  }

  /** Sends what need not be a record of the topic. */
  public void sendBytes(String topic, String key, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, key, value));
    producer.flush();
  }

  /** Waits until all that was sent is there. */
  public void flush() {
    producer.flush();
  }

  /** Reads what was committed to the topic's first partitions, from their beginning. */
  public KafkaConsumer<String, byte[]> readerOf(String topic, int partitions) {
    var reader =
        new KafkaConsumer<>(clients(), new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(one -> new TopicPartition(topic, one)).toList();
    reader.assign(all);
    reader.seekToBeginning(all);
    return reader;
  }

  @Override
  public void close() {
    producer.close();
    broker.close();
  }

  private Map<String, Object> clients() {
    Map<String, Object> clients = new HashMap<>();
    clients.put("bootstrap.servers", broker.bootstrapServers());
    clients.put("isolation.level", "read_committed");
    return clients;
  }
}
