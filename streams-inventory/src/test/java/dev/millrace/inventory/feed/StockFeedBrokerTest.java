package dev.millrace.inventory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.TopicCreator;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The feed and the inventory against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StockFeedBrokerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROWS = 3_000;
  private static final String ROWS_PASSED_ON = "millrace.inventory.feed.rows";

  private final Topics topics = new Topics(new InMemoryRegistry(), 2);
  private final Map<String, Object> clients = new HashMap<>();
  private final List<StockEvent> seen = new ArrayList<>();
  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;
  private KafkaConsumer<String, byte[]> events;
  private StreamsApp inventory;
  private StockFeedConfig config;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(directory.resolve("broker")));
    clients.put("bootstrap.servers", broker.bootstrapServers());
    clients.put("isolation.level", "read_committed");
    try (Admin admin = Admin.create(clients)) {
      TopicCreator.createMissing(admin, topics, (short) 1);
    }
    producer = new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer());
    events = new KafkaConsumer<>(clients, new StringDeserializer(), new ByteArrayDeserializer());
    String topic = topics.stockEvents().name();
    events.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
    events.seekToBeginning(events.assignment());
    var settings =
        new Settings(
            Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "MILLRACE_KAFKA_REPLICATION",
                "1",
                "MILLRACE_STATE_DIR",
                directory.resolve("state").toString(),
                "MILLRACE_INVENTORY_FEED_ROWS_IN_FLIGHT",
                "32"));
    config = settings.orThrow(StockFeedConfig.from(settings));
    inventory =
        StreamsApp.start(
            InventoryModule.of(InventoryConfig.from(settings), topics),
            topics,
            StreamsAppConfig.from(settings),
            new SimpleMeterRegistry());
    await("the inventory is ready", inventory::ready);
  }

  @AfterAll
  void stop() {
    producer.close();
    events.close();
    inventory.close();
    broker.close();
  }

  @Test
  void everyRowIsAppliedOnceAlsoWhenTheFeedStopsInTheMiddle() {
    for (int row = 0; row < ROWS; row++) {
      String sku = "SKU-FED-" + row % 20;
      send(topics.stockFeedCommands(), receive(sku, "once-" + row));
    }
    producer.flush();
    var first = new SimpleMeterRegistry();
    try (StockFeed feed = StockFeed.start(config, topics, first)) {
      await("a third has gone on", () -> passedOn(first) > ROWS / 3.0);
      assertThat(feed.isRunning()).isTrue();
    }
    assertThat(passedOn(first)).isLessThan(ROWS);
    var second = new SimpleMeterRegistry();
    try (StockFeed feed = StockFeed.start(config, topics, second)) {
      assertThat(feed.isRunning()).isTrue();
      send(topics.stockCommands(), reserve("SKU-FED-0"));
      producer.flush();
      await("all rows are decided", () -> moved("once-").size() >= ROWS);
      await(
          "nothing waits",
          () -> second.get("millrace.inventory.feed.rows.waiting").gauge().value() == 0);
    }
    assertThat(Set.copyOf(moved("once-"))).hasSize(ROWS);
    assertThat(moved("once-")).hasSize(ROWS);
    // Movement ids would hide a row that went on twice; an orderly stop sends none twice.
    assertThat(passedOn(first) + passedOn(second)).isEqualTo(ROWS);
    assertThat(seen.stream().filter(event -> event.getSku().equals("SKU-FED-0")))
        .anyMatch(event -> event.getStockReserved() != null);
  }

  @Test
  void C15_aMovementSentWhileAFeedWaitsIsDecidedBeforeMostOfItsRows() {
    for (int row = 0; row < ROWS; row++) {
      send(topics.stockFeedCommands(), receive("SKU-HOT", "fed-" + row));
    }
    producer.flush();
    var meters = new SimpleMeterRegistry();
    try (StockFeed feed = StockFeed.start(config, topics, meters)) {
      await("the feed runs", () -> passedOn(meters) > 0);
      assertThat(feed.isRunning()).isTrue();
      send(topics.stockCommands(), receive("SKU-HOT", "urgent"));
      producer.flush();
      await("all rows are decided", () -> moved("fed-").size() >= ROWS);
    }
    long fedBefore =
        seen.stream()
            .filter(event -> event.getSku().equals("SKU-HOT"))
            .takeWhile(event -> !movement(event).equals("urgent"))
            .filter(event -> movement(event).startsWith("fed-"))
            .count();
    assertThat(moved("urgent")).hasSize(1);
    assertThat(fedBefore).isLessThan(ROWS / 2);
  }

  private static double passedOn(SimpleMeterRegistry meters) {
    var counter = meters.find(ROWS_PASSED_ON).counter();
    return counter == null ? 0 : counter.count();
  }

  /** Movement ids that begin so, in the order of their events. */
  private List<String> moved(String prefix) {
    events
        .poll(Duration.ofMillis(20))
        .forEach(
            record ->
                seen.add(
                    topics
                        .stockEvents()
                        .valueSerde()
                        .deserializer()
                        .deserialize(record.topic(), record.value())));
    return seen.stream()
        .map(StockFeedBrokerTest::movement)
        .filter(id -> id.startsWith(prefix))
        .toList();
  }

  private static String movement(StockEvent event) {
    return event.getStockMoved() == null
        ? ""
        : String.valueOf(event.getStockMoved().getMovementId());
  }

  private void send(Topic<StockCommand> topic, StockCommand command) {
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), command);
    var unused = producer.send(new ProducerRecord<>(topic.name(), command.getSku(), value));
  }

  private static StockCommand receive(String sku, String movementId) {
    return command(sku, movementId)
        .setMove(
            MoveStock.newBuilder()
                .setMovementType(MovementType.RECEIVE)
                .setSellerId("sel")
                .setWarehouseId("wh_a")
                .setQuantity(1)
                .setMovementId(movementId)
                .build())
        .build();
  }

  private static StockCommand reserve(String sku) {
    return command(sku, "reserve")
        .setReserve(
            ReserveStock.newBuilder()
                .setReservationId("rsv_" + sku)
                .setSellerId("sel")
                .setQuantity(1)
                .setHoldMs(600_000)
                .setOwner("ord_1")
                .build())
        .build();
  }

  private static StockCommand.Builder command(String sku, String id) {
    return StockCommand.newBuilder()
        .setCommandId("cmd_" + id)
        .setFingerprint(id)
        .setIssuedAt(Instant.now())
        .setActor(new Actor(ActorRole.OPS, "test"))
        .setSku(sku);
  }

  private static void await(String what, BooleanSupplier condition) {
    long startNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
