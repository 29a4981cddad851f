package dev.millrace.gateways.work;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The worker's Kafka clients: only committed requests in, results and offsets out together. */
public final class WorkClients {

  private WorkClients() {}

  /** One that reads requests. */
  public static Consumer<String, byte[]> consumer(WorkSession.Terms terms) {
    Map<String, Object> properties = terms.brokers().clientSettings();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, terms.group());
    // One that was killed and starts again takes its place in the group at once; else its requests
    // stand still until the session of the dead one times out.
    properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, terms.clientId());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, terms.clientId());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(terms.queueMax(), 500));
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** One that writes what came of them. */
  public static Producer<String, byte[]> producer(WorkSession.Terms terms) {
    Map<String, Object> properties = terms.brokers().clientSettings();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, terms.clientId());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, terms.clientId());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // One transaction follows another at once: what the broker sends back while the last one still
    // ends is sent again after a moment, not after Kafka's 100 ms.
    properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }
}
