package dev.millrace.standalone.cli;

import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.DeadLetterLine;
import dev.millrace.standalone.run.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "topics",
    description = "List the topics, or print the records of one as JSON, dead letters included.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final String ROW = "%-36s %10s %12s  %s%n";

  @Mixin private InstanceOptions options = new InstanceOptions();

  @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "Print this topic's records.")
  private @Nullable String topic;

  @Option(
      names = "--max",
      defaultValue = "10",
      description = "Records to print. Default: ${DEFAULT-VALUE}.")
  private long recordsMax;

  @Option(names = "--key", description = "Only records of this key.")
  private @Nullable String key;

  @Option(names = "--follow", description = "Wait for new records, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() {
    Instance instance = options.running();
    Topics topics = Connection.topics(instance);
    if (topic == null) {
      list(instance, topics);
      return 0;
    }
    print(instance, topic, lines(topics, topic));
    return 0;
  }

  private static void list(Instance instance, Topics topics) {
    try (var consumer = consumer(instance)) {
      System.out.printf(ROW, "TOPIC", "PARTITIONS", "RECORDS", "KEY");
      for (Topic<?> one : topics.all()) {
        row(consumer, one.name(), one.keyIs());
      }
      for (String context : Topics.CONTEXTS) {
        row(consumer, Topics.deadLetters(context), "that of the record");
      }
      System.out.println("Records are counted by offsets, so transaction marks count too.");
    }
  }

  private static void row(KafkaConsumer<?, ?> consumer, String topic, String keyIs) {
    List<TopicPartition> partitions = partitions(consumer, topic);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    long records =
        consumer.endOffsets(partitions).entrySet().stream()
            .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
            .sum();
    System.out.printf(ROW, topic, partitions.size(), records, keyIs);
  }

  /** How a topic's records are printed. */
  private static Function<ConsumerRecord<String, byte[]>, String> lines(
      Topics topics, String wanted) {
    if (Topics.CONTEXTS.stream().map(Topics::deadLetters).anyMatch(wanted::equals)) {
      return DeadLetterLine::of;
    }
    Topic<?> topic =
        topics.all().stream()
            .filter(one -> one.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "There is no topic " + wanted + ". List them with: ./millrace topics"));
    return record -> line(topic, record);
  }

  private void print(
      Instance instance, String name, Function<ConsumerRecord<String, byte[]>, String> lines) {
    try (var consumer = consumer(instance)) {
      List<TopicPartition> partitions = partitions(consumer, name);
      consumer.assign(partitions);
      if (follow) {
        consumer.seekToEnd(partitions);
      } else {
        consumer.seekToBeginning(partitions);
      }
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      var printed = new AtomicLong();
      while (printed.get() < recordsMax
          && (follow
              || partitions.stream()
                  .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L)))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          boolean wanted = key == null || key.equals(record.key());
          if (wanted && printed.get() < recordsMax) {
            printed.incrementAndGet();
            System.out.println(lines.apply(record));
          }
        }
      }
    }
  }

  private static <V extends SpecificRecord> String line(
      Topic<V> topic, ConsumerRecord<String, byte[]> record) {
    try {
      V value = topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
      return "{\"partition\":%d,\"offset\":%d,\"key\":\"%s\",\"value\":%s}"
          .formatted(record.partition(), record.offset(), record.key(), value);
    } catch (SerializationException unreadable) {
      // Its dead letter says why; here it stands among the others.
      return DeadLetterLine.of(record);
    }
  }

  private static KafkaConsumer<String, byte[]> consumer(Instance instance) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            instance.bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }
}
