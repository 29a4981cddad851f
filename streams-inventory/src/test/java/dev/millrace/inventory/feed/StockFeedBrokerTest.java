package dev.millrace.inventory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.TopicsOnBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
  private static final int PARTITIONS = 2;
  private static final int ROWS = 3_000;
  private static final String ROWS_PASSED_ON = "millrace.inventory.feed.rows";

  private final Topics topics = new Topics(new InMemoryRegistry(), PARTITIONS);
  private final List<StockEvent> seen = new ArrayList<>();
  private TopicsOnBroker broker;
  private KafkaConsumer<String, byte[]> events;
  private StreamsApp inventory;
  private StockFeedConfig config;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = TopicsOnBroker.start(directory.resolve("broker"), topics);
    events = broker.readerOf(topics.stockEvents().name(), PARTITIONS);
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
    broker.flush();
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
      broker.flush();
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
  void everyRowIsAppliedOnceAlsoWhenTheFeedIsKilledBeforeItCommitsItsPlace() {
    for (int row = 0; row < ROWS; row++) {
      send(topics.stockFeedCommands(), receive("SKU-CUT-" + row % 20, "cut-" + row));
    }
    broker.flush();
    var first = new SimpleMeterRegistry();
    try (var session =
        new FeedSession(
            config,
            topics,
            killedAtCommit(FeedClients.open(config), 10),
            FeedMeters.in(first),
            new CountDownLatch(1))) {
      assertThatThrownBy(session::run).isInstanceOf(KilledException.class);
    }
    var second = new SimpleMeterRegistry();
    try (StockFeed feed = StockFeed.start(config, topics, second)) {
      await("all rows are decided", () -> Set.copyOf(moved("cut-")).size() >= ROWS);
      assertThat(feed.isRunning()).isTrue();
    }
    assertThat(Set.copyOf(moved("cut-"))).hasSize(ROWS);
    // In each partition the last row comes behind all that went on twice.
    assertThat(moved("cut-")).hasSize(ROWS);
    assertThat(passedOn(first)).isBetween(1.0, ROWS - 1.0);
    assertThat(passedOn(first) + passedOn(second)).as("some went on twice").isGreaterThan(ROWS);
  }

  /** Stands for the end of the process: nothing that would come after it is done. */
  private static final class KilledException extends RuntimeException {
    KilledException() {
      super("killed");
    }
  }

  /** The rows of the last round are before the inventory, and nobody will know. */
  @SuppressWarnings("unchecked")
  private static FeedClients killedAtCommit(FeedClients clients, int commit) {
    var commits = new AtomicInteger();
    var dying =
        (Consumer<byte[], byte[]>)
            Proxy.newProxyInstance(
                StockFeedBrokerTest.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("commitSync")
                      && commits.incrementAndGet() == commit) {
                    throw new KilledException();
                  }
                  try {
                    return method.invoke(clients.consumer(), arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new FeedClients(dying, clients.producer(), clients.admin());
  }

  @Test
  void C15_aMovementSentWhileAFeedWaitsIsDecidedBeforeMostOfItsRows() {
    for (int row = 0; row < ROWS; row++) {
      send(topics.stockFeedCommands(), receive("SKU-HOT", "fed-" + row));
    }
    broker.flush();
    var meters = new SimpleMeterRegistry();
    try (StockFeed feed = StockFeed.start(config, topics, meters)) {
      await("the feed runs", () -> passedOn(meters) > 0);
      assertThat(feed.isRunning()).isTrue();
      send(topics.stockCommands(), receive("SKU-HOT", "urgent"));
      broker.flush();
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
    broker.send(topic, command.getSku(), command, new RecordHeaders());
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
