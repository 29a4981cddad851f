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
import dev.millrace.standalone.audit.OrderAuditReport;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.log.LogReader;
import dev.millrace.standalone.run.Connection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Orders that are bought, sent, delivered and sent back while the process is killed. */
final class Parcels implements AutoCloseable {

  /** How many orders are bought and sent. */
  static final int ORDERS = 18;

  /** How many of them at once. */
  static final int CONCURRENCY = 6;

  private static final Duration JOURNEYS_MAX = Duration.ofMinutes(3);
  private static final List<String> SKUS = List.of("CRATE-1", "CRATE-2", "CRATE-3");

  private final Backbone backbone;
  private final ShopApi ops;
  private final ExecutorService travellers = Executors.newFixedThreadPool(CONCURRENCY);
  private final List<Future<JsonNode>> journeys = new ArrayList<>();

  private Parcels(Backbone backbone) {
    this.backbone = backbone;
    this.ops = backbone.as(Role.OPS, "ops");
  }

  /** Brings goods, and buyers who set out at once. */
  static Parcels setOut(Backbone backbone) throws Exception {
    var parcels = new Parcels(backbone);
    var shopping = new Shopping(backbone.instance().edgeUrl(), parcels.ops);
    for (String sku : SKUS) {
      shopping.stock(sku, 1_000);
    }
    for (int i = 0; i < ORDERS; i++) {
      int number = i;
      parcels.journeys.add(parcels.travellers.submit(() -> parcels.travel(number)));
    }
    return parcels;
  }

  private JsonNode travel(int number) throws Exception {
    var journey =
        new ParcelJourney(
            backbone.instance().edgeUrl(), ops, Backbone.CARRIER_SECRET, "parcel-" + number);
    return journey.travel(SKUS.get(number % SKUS.size()), 1 + number % 2, endOf(number));
  }

  private static End endOf(int number) {
    return number % 5 == 4 ? End.CANCELLED : number % 3 == 0 ? End.SENT_BACK : End.DELIVERED;
  }

  /** How many journeys have come to their ends. */
  long ended() {
    return journeys.stream().filter(Future::isDone).count();
  }

  /** Returns once so many have ended: the others are on their way then. */
  void awaitEnded(int count) {
    long deadlineNanos = System.nanoTime() + JOURNEYS_MAX.toNanos();
    while (ended() < count) {
      assertThat(System.nanoTime()).as("%d ended in time", count).isLessThan(deadlineNanos);
      LockSupport.parkNanos(5_000_000L);
    }
  }

  /** The orders by their ids. Money may have gone back since the journeys ended. */
  Map<String, JsonNode> orders() throws Exception {
    Map<String, JsonNode> orders = new HashMap<>();
    for (Future<JsonNode> one : journeys) {
      JsonNode ended = one.get(JOURNEYS_MAX.toMillis(), TimeUnit.MILLISECONDS);
      String orderId = ended.path("order_id").asText();
      orders.put(orderId, ops.get("/v1/orders/" + orderId).expect(200).body());
    }
    assertThat(orders).as("each journey has an order of its own").hasSize(ORDERS);
    return orders;
  }

  /** Orders whose step was overdue when the process came back were decided like any other. */
  static void expectEnds(Map<String, JsonNode> orders) {
    Map<String, Integer> ends = new HashMap<>();
    orders.values().forEach(order -> ends.merge(order.path("status").asText(), 1, Integer::sum));
    assertThat(ends.keySet()).isSubsetOf("delivered", "cancelled", "rejected");
    assertThat(ends.getOrDefault("delivered", 0)).isPositive();
    assertThat(orders.values())
        .anyMatch(order -> order.at("/payment/status").asText().equals("refunded"));
  }

  /** Money of nobody else is in this currency. */
  static void expectMoney(OrderAuditReport audited, Map<String, JsonNode> orders) {
    OrderAuditReport.MoneyTotals money = audited.money().get("USD");
    assertThat(money.capturedMinor()).isEqualTo(sum(orders, "/payment/captured/minor_units"));
    assertThat(money.refundedMinor()).isEqualTo(sum(orders, "/payment/refunded/minor_units"));
  }

  /** By what the worker committed, and by what the orders made of it. */
  void expectOneLabelEach() {
    Topics topics = Connection.topics(backbone.instance());
    String brokers = backbone.instance().bootstrapServers();
    Map<String, Set<String>> bought = new HashMap<>();
    readEach(
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
    readEach(
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

  private static <V extends SpecificRecord> void readEach(
      String brokers, Topic<V> topic, Consumer<V> values) {
    for (int partition = 0; partition < LogReader.partitionsOf(brokers, topic); partition++) {
      try (var reader = new LogReader<>(brokers, topic, partition)) {
        reader.readToEnd(values);
      }
    }
  }

  /**
   * What the provider wrote down itself is what the orders say.
   *
   * @param othersMinor what it keeps of all other orders
   */
  static void expectTheProvidersMoney(Path data, Map<String, JsonNode> orders, long othersMinor) {
    Map<String, Long> kept = new HashMap<>();
    long ofOthersMinor = 0;
    try (var provider = new SandboxProvider(new DataFolder(data).gateways(), Clock.systemUTC())) {
      for (SandboxCharge charge : provider.charges()) {
        String orderId = charge.authorizationKey().split(":", 2)[0];
        long keptMinor = charge.capturedMinor() - charge.refundedMinor();
        if (orders.containsKey(orderId)) {
          kept.merge(orderId, keptMinor, Long::sum);
        } else {
          ofOthersMinor += keptMinor;
        }
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
    assertThat(ofOthersMinor).isEqualTo(othersMinor);
  }

  private static long sum(Map<String, JsonNode> orders, String pointer) {
    return orders.values().stream().mapToLong(order -> order.at(pointer).asLong()).sum();
  }

  @Override
  public void close() {
    travellers.shutdownNow();
  }
}
