package dev.millrace.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.standalone.instance.Instance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads events as a data team's tool would: Kafka, the registry's REST API and generic Avro. */
final class PlainAvroConsumer {

  private static final Duration READ_MAX = Duration.ofSeconds(20);

  private final Instance instance;
  private final Map<Integer, Schema> schemas = new HashMap<>();

  PlainAvroConsumer(Instance instance) {
    this.instance = instance;
  }

  /** The type field of the first events of a key. */
  List<String> typesOf(String topic, String key, int count) throws Exception {
    List<String> types = new ArrayList<>();
    long deadlineNanos = System.nanoTime() + READ_MAX.toNanos();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                instance.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (types.size() < count && System.nanoTime() < deadlineNanos) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(key)) {
            types.add(decode(record.value()).get("type").toString());
          }
        }
      }
    }
    return types;
  }

  private GenericRecord decode(byte[] value) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    if (bytes.get() != 0) {
      throw new AssertionError("not in Confluent wire format");
    }
    Schema schema = schema(bytes.getInt());
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private Schema schema(int id) throws Exception {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    try (var http = HttpClient.newHttpClient()) {
      String answer =
          http.send(
                  HttpRequest.newBuilder(URI.create(instance.registryUrl() + "/schemas/ids/" + id))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Schema schema =
          new Schema.Parser().parse(new ObjectMapper().readTree(answer).path("schema").asText());
      schemas.put(id, schema);
      return schema;
    }
  }
}
