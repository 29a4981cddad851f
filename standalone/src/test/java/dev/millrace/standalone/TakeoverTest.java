package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.inventory.InventoryMain;
import dev.millrace.launch.run.TopicsMain;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.audit.AuditReport;
import dev.millrace.standalone.audit.InventoryAudit;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.instance.Ports;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.shop.ShopCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of the inventory with warm copies of each other's stores; one is killed hard while
 * both work, and a third joins while the rest goes on.
 */
class TakeoverTest {

  private static final int PARTITIONS = 4;
  private static final int SKUS = 16;
  private static final int UNITS_PER_SKU = 80;

  /** More are asked for than there are. */
  private static final int REQUESTS = SKUS * UNITS_PER_SKU * 5 / 4;

  private static final int KILL_AFTER = REQUESTS / 4;
  private static final int JOIN_AFTER = REQUESTS / 2;
  private static final int IN_FLIGHT_MAX = 40;
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(2);
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration HOLD = Duration.ofHours(1);
  private static final Actor TESTER = new Actor(ActorRole.OPS, "takeover");

  @TempDir private Path data;
  private final List<Process> processes = new ArrayList<>();

  @Test
  @Timeout(180)
  void nothingIsOversoldLostOrDoubledWhenOneOfTwoInventoriesIsKilled() throws Exception {
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(data.resolve("kafka")));
        var registry =
            EmbeddedRegistry.start(EmbeddedRegistry.Options.in(data.resolve("registry")))) {
      Map<String, String> shared =
          Map.of(
              "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
              broker.bootstrapServers(),
              "MILLRACE_KAFKA_REPLICATION",
              "1",
              "MILLRACE_REGISTRY_URL",
              registry.url(),
              "MILLRACE_PARTITIONS",
              Integer.toString(PARTITIONS),
              "MILLRACE_STREAMS_STANDBYS",
              "1",
              "MILLRACE_STREAMS_SESSION_TIMEOUT",
              "6s");
      assertThat(TopicsMain.run(shared, new PrintStream(OutputStream.nullOutputStream()))).isZero();
      var topics = new Topics(new HttpSchemaRegistry(URI.create(registry.url())), PARTITIONS);
      Ports survivor = Ports.free("127.0.0.1");
      try (var lane = new BulkCommands(broker.bootstrapServers(), topics, IN_FLIGHT_MAX)) {
        Process killed = startInventory("one", Ports.free("127.0.0.1"), shared);
        startInventory("two", survivor, shared);
        stock(new ShopCommands(lane, topics, TESTER));
        await(() -> storesOf("one") == PARTITIONS && storesOf("two") == PARTITIONS);

        var work = new Work(lane, topics);
        work.requestUntil(KILL_AFTER);
        killed.destroyForcibly();
        work.requestUntil(JOIN_AFTER);
        startInventory("three", Ports.free("127.0.0.1"), shared);
        work.requestUntil(REQUESTS);
        work.expectEachUnitSoldOrHeldOnce();

        audit(broker, registry, survivor, topics, work);
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  /** What the log says, and that the stores of both say the same, though only one is asked. */
  private static void audit(
      EmbeddedBroker broker, EmbeddedRegistry registry, Ports survivor, Topics topics, Work work) {
    var ports =
        new Ports(
            0, survivor.internal(), portOf(broker.bootstrapServers()), portOf(registry.url()));
    var instance = new Instance(0, "127.0.0.1", ports, true);
    long deadlineNanos = System.nanoTime() + WAIT_MAX.toNanos();
    AuditReport audit = audit(instance, topics);
    while (!audit.differences().isEmpty() && System.nanoTime() < deadlineNanos) {
      audit = audit(instance, topics);
    }
    assertThat(audit.differences()).isEmpty();
    assertThat(audit.stock().received()).isEqualTo((long) SKUS * UNITS_PER_SKU);
    assertThat(audit.stock().sold()).isEqualTo(work.sold.get());
    assertThat(audit.holds().heldByOthers())
        .isEqualTo((long) SKUS * UNITS_PER_SKU - work.sold.get());
  }

  private static AuditReport audit(Instance instance, Topics topics) {
    return InventoryAudit.run(instance, topics, Instant.now(), System.out);
  }

  private static void stock(ShopCommands shop) throws Exception {
    List<CompletableFuture<Reply>> received = new ArrayList<>();
    for (int i = 0; i < SKUS; i++) {
      received.add(shop.receive(sku(i), UNITS_PER_SKU, null));
    }
    for (CompletableFuture<Reply> reply : received) {
      assertThat(reply.get().getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    }
  }

  private static String sku(int number) {
    return "TAKEOVER-" + number % SKUS;
  }

  private static int portOf(String address) {
    return URI.create(address.contains("://") ? address : "http://" + address).getPort();
  }

  /** How many partitions' stores the process has in its folder, its own and the warm copies. */
  private long storesOf(String name) {
    Path tasks = data.resolve(name).resolve("inventory");
    try (Stream<Path> folders = Files.isDirectory(tasks) ? Files.list(tasks) : Stream.empty()) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve("rocksdb"))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("both have all stores").isLessThan(deadlineNanos);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private Process startInventory(String name, Ports ports, Map<String, String> shared)
      throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            InventoryMain.class.getName());
    builder.environment().putAll(shared);
    builder.environment().put("MILLRACE_QUERY_HOST", "127.0.0.1");
    builder.environment().put("MILLRACE_QUERY_PORT", Integer.toString(ports.internal()));
    builder.environment().put("MILLRACE_STATE_DIR", data.resolve(name).toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(data.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  /** Holds one unit after the other over all SKUs and sells every second one. */
  private static final class Work {
    private final BulkCommands lane;
    private final Topics topics;
    private final List<CompletableFuture<Reply>> answers = new ArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger sold = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    Work(BulkCommands lane, Topics topics) {
      this.lane = lane;
      this.topics = topics;
    }

    void requestUntil(int total) throws InterruptedException {
      while (answers.size() < total) {
        int number = answers.size();
        answers.add(reserve(number).thenCompose(reply -> sellEverySecond(number, reply)));
        LockSupport.parkNanos(BETWEEN_REQUESTS.toNanos());
      }
    }

    void expectEachUnitSoldOrHeldOnce() throws Exception {
      for (CompletableFuture<Reply> answer : answers) {
        answer.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(held.get()).isEqualTo(SKUS * UNITS_PER_SKU);
      assertThat(refused.get()).isEqualTo(REQUESTS - SKUS * UNITS_PER_SKU);
      assertThat(sold.get()).isPositive();
    }

    private CompletableFuture<Reply> reserve(int number) throws InterruptedException {
      var hold =
          ReserveStock.newBuilder()
              .setReservationId(reservation(number))
              .setSellerId(Ids.PLATFORM_SELLER)
              .setQuantity(1)
              .setHoldMs(HOLD.toMillis())
              .setOwner("takeover")
              .build();
      return send(command(number).setReserve(hold).build());
    }

    private CompletableFuture<Reply> sellEverySecond(int number, Reply reply) {
      if (reply.getStatus() != ReplyStatus.ACCEPTED) {
        assertThat(reply.getRefusal().toString()).contains("insufficient_stock");
        refused.incrementAndGet();
        return CompletableFuture.completedFuture(reply);
      }
      held.incrementAndGet();
      if (number % 2 == 0) {
        return CompletableFuture.completedFuture(reply);
      }
      var sale = CommitReservation.newBuilder().setReservationId(reservation(number)).build();
      // The thread that reads the replies must not wait for a place in the lane.
      return CompletableFuture.supplyAsync(() -> sendNow(command(number).setCommit(sale).build()))
          .thenCompose(sent -> sent)
          .whenComplete(
              (answer, failure) -> {
                if (failure == null && answer.getStatus() == ReplyStatus.ACCEPTED) {
                  sold.incrementAndGet();
                }
              });
    }

    private CompletableFuture<Reply> sendNow(StockCommand command) {
      try {
        return send(command);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private CompletableFuture<Reply> send(StockCommand command) throws InterruptedException {
      return lane.send(topics.stockCommands(), command.getSku(), command.getCommandId(), command);
    }

    private static String reservation(int number) {
      return "res_takeover_" + number;
    }

    private static StockCommand.Builder command(int number) {
      String commandId = Ids.fresh(IdKind.COMMAND);
      return StockCommand.newBuilder()
          .setCommandId(commandId)
          .setFingerprint(commandId)
          .setIssuedAt(Instant.now())
          .setActor(TESTER)
          .setSku(sku(number));
    }
  }
}
