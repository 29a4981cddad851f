package dev.millrace.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a client of the broker does, in one line each. */
final class Clients {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  private Clients() {}

  static void createTopic(String bootstrapServers, String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 2, (short) 1)))
          .all()
          .get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** One transaction per value, all by one producer. */
  static void commit(String bootstrapServers, String topic, String... values) {
    try (var producer = transactional(bootstrapServers)) {
      producer.initTransactions();
      for (var value : values) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, "key", value));
        producer.commitTransaction();
      }
    }
  }

  /** A transaction that its owner neither commits nor aborts before it is gone. */
  static void leaveOpen(String bootstrapServers, String topic, String value)
      throws InterruptedException, ExecutionException, TimeoutException {
    var producer = transactional(bootstrapServers);
    producer.initTransactions();
    producer.beginTransaction();
    producer
        .send(new ProducerRecord<>(topic, 0, "key", value))
        .get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** Reads partition 0 from its beginning until so many committed values are there. */
  static List<String> committed(String bootstrapServers, String topic, int count) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var deadline = Instant.now().plus(WAIT_MAX);
      while (values.size() < count && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static KafkaProducer<String, String> transactional(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "embedded-test"),
        new StringSerializer(),
        new StringSerializer());
  }
}
