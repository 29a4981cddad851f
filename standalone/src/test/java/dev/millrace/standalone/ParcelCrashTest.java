package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.edge.auth.Role;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.gateways.payments.SandboxProvider;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.ParcelJourney.End;
import dev.millrace.standalone.audit.AuditReport;
import dev.millrace.standalone.audit.InventoryAudit;
import dev.millrace.standalone.audit.LedgerAudit;
import dev.millrace.standalone.audit.LedgerAuditReport;
import dev.millrace.standalone.audit.OrderAudit;
import dev.millrace.standalone.audit.OrderAuditReport;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.log.LogReader;
import dev.millrace.standalone.run.Connection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process hard while orders are bought, sent, delivered and sent back, and counts parcels
 * and money at the end.
 */
class ParcelCrashTest {

  private static final int KILLS = 2;
  private static final int ORDERS = 18;
  private static final int CONCURRENCY = 6;
  private static final Duration JOURNEYS_MAX = Duration.ofMinutes(3);
  private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
  private static final String SECRET = "whsec_of_the_sandbox_carrier";
  private static final List<String> SKUS = List.of("CRATE-1", "CRATE-2", "CRATE-3");

  @Test
  void noParcelIsLostOrDoubledWhenTheProcessIsKilledOnItsWay(@TempDir Path folder)
      throws Exception {
    long seed = Long.getLong("millrace.seed", 20260612L);
    System.out.println("ParcelCrashTest runs with -Dmillrace.seed=" + seed);
    var random = new Random(seed);
    Path data = folder.resolve("data");
    Map<String, JsonNode> orders;
    try (Backbone backbone =
            Backbone.start(
                data,
                Map.of(
                    "MILLRACE_EDGE_SANDBOX_CALLBACK_SECRET",
                    SECRET,
                    "MILLRACE_GATEWAYS_CARRIER_SANDBOX_PACE",
                    "1ms"));
        ExecutorService travellers = Executors.newFixedThreadPool(CONCURRENCY)) {
      ShopApi ops = backbone.as(Role.OPS, "ops");
      var shopping = new Shopping(backbone.instance().edgeUrl(), ops);
      for (String sku : SKUS) {
        shopping.stock(sku, 1_000);
      }
      List<Future<JsonNode>> journeys = new ArrayList<>();
      for (int i = 0; i < ORDERS; i++) {
        int number = i;
        journeys.add(travellers.submit(() -> travel(backbone, ops, number)));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitEnded(journeys, ORDERS * kill / (KILLS + 1));
        LockSupport.parkNanos(random.nextInt(400_000_000));
        backbone.killHard();
        backbone.startAgain();
      }
      Set<String> orderIds = ended(journeys);
      expectCleanStock(settled(backbone));
      OrderAuditReport audited = audited(backbone);
      // Read last: by now nothing changes them any more.
      orders = readAll(ops, orderIds);
      expectEnds(orders);
      expectCleanBooks(backbone, audited, orders);
      expectOneLabelEach(backbone);
    }
    expectTheProvidersMoney(data, orders);
  }

  private static JsonNode travel(Backbone backbone, ShopApi ops, int number) throws Exception {
    var journey = new ParcelJourney(backbone.instance().edgeUrl(), ops, SECRET, "parcel-" + number);
    return journey.travel(SKUS.get(number % SKUS.size()), 1 + number % 2, endOf(number));
  }

  private static End endOf(int number) {
    return number % 5 == 4 ? End.CANCELLED : number % 3 == 0 ? End.SENT_BACK : End.DELIVERED;
  }

  /** The others are on their way then. */
  private static void awaitEnded(List<Future<JsonNode>> journeys, int count) {
    long deadlineNanos = System.nanoTime() + JOURNEYS_MAX.toNanos();
    while (journeys.stream().filter(Future::isDone).count() < count) {
      assertThat(System.nanoTime()).as("%d ended in time", count).isLessThan(deadlineNanos);
      LockSupport.parkNanos(5_000_000L);
    }
  }

  private static Set<String> ended(List<Future<JsonNode>> journeys) throws Exception {
    Set<String> orderIds = new HashSet<>();
    for (Future<JsonNode> one : journeys) {
      JsonNode order = one.get(JOURNEYS_MAX.toMillis(), TimeUnit.MILLISECONDS);
      orderIds.add(order.path("order_id").asText());
    }
    assertThat(orderIds).as("each journey has an order of its own").hasSize(ORDERS);
    return orderIds;
  }

  /** Money may have gone back since the journeys ended. */
  private static Map<String, JsonNode> readAll(ShopApi ops, Set<String> orderIds) throws Exception {
    Map<String, JsonNode> orders = new HashMap<>();
    for (String orderId : orderIds) {
      orders.put(orderId, ops.get("/v1/orders/" + orderId).expect(200).body());
    }
    return orders;
  }

  /** An order whose step was overdue when the process came back was decided like any other. */
  private static void expectEnds(Map<String, JsonNode> orders) {
    Map<String, Integer> ends = new HashMap<>();
    orders.values().forEach(order -> ends.merge(order.path("status").asText(), 1, Integer::sum));
    assertThat(ends.keySet()).isSubsetOf("delivered", "cancelled", "rejected");
    assertThat(ends.getOrDefault("rejected", 0)).isLessThanOrEqualTo(KILLS * CONCURRENCY);
    assertThat(ends.getOrDefault("delivered", 0)).isPositive();
    assertThat(orders.values())
        .anyMatch(order -> order.at("/payment/status").asText().equals("refunded"));
  }

  private static void expectCleanStock(AuditReport stock) {
    assertThat(stock.differences()).isEmpty();
    assertThat(stock.orders().pending()).isZero();
    assertThat(stock.orders().needAttention()).isZero();
    assertThat(stock.orders().all()).isEqualTo(ORDERS);
  }

  private static void expectCleanBooks(
      Backbone backbone, OrderAuditReport orders, Map<String, JsonNode> ended) {
    Topics topics = Connection.topics(backbone.instance());
    assertThat(orders.differences()).isEmpty();
    assertThat(orders.waiting()).isZero();
    assertThat(orders.money().get("USD").capturedMinor())
        .isEqualTo(sum(ended, "/payment/captured/minor_units"));
    assertThat(orders.money().get("USD").refundedMinor())
        .isEqualTo(sum(ended, "/payment/refunded/minor_units"));
    LedgerAuditReport ledger = LedgerAudit.run(backbone.instance(), topics, System.out);
    assertThat(ledger.differences()).isEmpty();
    assertThat(ledger.orders()).isEqualTo(ORDERS);
  }

  /** The audit once no order waits for anything. */
  private static AuditReport settled(Backbone backbone) {
    Topics topics = Connection.topics(backbone.instance());
    long deadlineNanos = System.nanoTime() + SETTLED_MAX.toNanos();
    AuditReport audit;
    do {
      audit =
          InventoryAudit.run(
              backbone.instance(), topics, Instant.now().minusSeconds(1), System.out);
    } while (audit.orders().unsettled() > 0 && System.nanoTime() < deadlineNanos);
    return audit;
  }

  /** The audit once the money of no order is still on its way. */
  private static OrderAuditReport audited(Backbone backbone) {
    Topics topics = Connection.topics(backbone.instance());
    long deadlineNanos = System.nanoTime() + SETTLED_MAX.toNanos();
    OrderAuditReport audit;
    do {
      audit =
          OrderAudit.run(backbone.instance(), topics, Instant.now().minusSeconds(1), System.out);
    } while (audit.waiting() > 0 && System.nanoTime() < deadlineNanos);
    return audit;
  }

  /** By what the worker committed, and by what the orders made of it. */
  private static void expectOneLabelEach(Backbone backbone) {
    Topics topics = Connection.topics(backbone.instance());
    String brokers = backbone.instance().bootstrapServers();
    Map<String, Set<String>> bought = new HashMap<>();
    readAll(
        brokers,
        topics.carrierResults(),
        result -> {
          if (result.getOperation() == CarrierOperation.BUY_LABEL
              && result.getOutcome() == CarrierOutcome.SUCCEEDED) {
            bought
                .computeIfAbsent(result.getShipmentId(), none -> new HashSet<>())
                .add(result.getRequestId() + " " + result.getTrackingNumber());
          }
        });
    assertThat(bought.values()).isNotEmpty().allMatch(labels -> labels.size() == 1);
    Map<String, Integer> labelled = new HashMap<>();
    readAll(
        brokers,
        topics.orderEvents(),
        event -> {
          if (event.getShipmentLabelled() != null) {
            labelled.merge(event.getShipmentLabelled().getShipmentId(), 1, Integer::sum);
          }
        });
    assertThat(labelled.values()).allMatch(times -> times == 1);
    assertThat(labelled.keySet()).isEqualTo(bought.keySet());
  }

  private static <V extends SpecificRecord> void readAll(
      String brokers, Topic<V> topic, Consumer<V> values) {
    for (int partition = 0; partition < LogReader.partitionsOf(brokers, topic); partition++) {
      try (var reader = new LogReader<>(brokers, topic, partition)) {
        reader.readToEnd(values);
      }
    }
  }

  /** What the provider wrote down itself is what the orders say. */
  private static void expectTheProvidersMoney(Path data, Map<String, JsonNode> orders) {
    Map<String, Long> kept = new HashMap<>();
    try (var provider = new SandboxProvider(new DataFolder(data).gateways(), Clock.systemUTC())) {
      for (SandboxCharge charge : provider.charges()) {
        String orderId = charge.authorizationKey().split(":", 2)[0];
        kept.merge(orderId, charge.capturedMinor() - charge.refundedMinor(), Long::sum);
      }
    }
    Map<String, Long> told = new HashMap<>();
    orders.forEach(
        (orderId, order) -> {
          long keptMinor =
              order.at("/payment/captured/minor_units").asLong()
                  - order.at("/payment/refunded/minor_units").asLong();
          if (kept.containsKey(orderId) || keptMinor != 0) {
            told.put(orderId, keptMinor);
          }
        });
    assertThat(kept).isEqualTo(told);
    assertThat(kept.values()).contains(0L).anyMatch(minor -> minor > 0);
  }

  private static long sum(Map<String, JsonNode> orders, String pointer) {
    return orders.values().stream().mapToLong(order -> order.at(pointer).asLong()).sum();
  }
}
