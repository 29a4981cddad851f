package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.catalog.CatalogMain;
import dev.millrace.customers.CustomersMain;
import dev.millrace.edge.EdgeMain;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.gateways.payments.PaymentsMain;
import dev.millrace.inventory.InventoryMain;
import dev.millrace.inventory.feed.StockFeedMain;
import dev.millrace.launch.run.RunningProcess;
import dev.millrace.launch.run.StartRefusedException;
import dev.millrace.launch.run.TopicsMain;
import dev.millrace.orders.OrdersMain;
import dev.millrace.orders.accounts.AccountsMain;
import dev.millrace.orders.ledger.LedgerMain;
import dev.millrace.orders.views.OrderViewsMain;
import dev.millrace.pricing.PricingMain;
import dev.millrace.search.SearchMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every part started as a process of its own is, with its own settings, ports and folders. */
class ClusterTest {

  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private static final Map<String, RunningProcess.Start> BEHIND_THE_EDGE = new LinkedHashMap<>();

  static {
    BEHIND_THE_EDGE.put("inventory", InventoryMain::start);
    BEHIND_THE_EDGE.put("stock-feed", StockFeedMain::start);
    BEHIND_THE_EDGE.put("orders", OrdersMain::start);
    BEHIND_THE_EDGE.put("order-views", OrderViewsMain::start);
    BEHIND_THE_EDGE.put("accounts", AccountsMain::start);
    BEHIND_THE_EDGE.put("ledger", LedgerMain::start);
    BEHIND_THE_EDGE.put("pricing", PricingMain::start);
    BEHIND_THE_EDGE.put("catalog", CatalogMain::start);
    BEHIND_THE_EDGE.put("customers", CustomersMain::start);
    BEHIND_THE_EDGE.put("search", SearchMain::start);
    BEHIND_THE_EDGE.put("payments", PaymentsMain::start);
  }

  private final Map<String, Integer> ports = freePorts();
  @TempDir private Path data;

  @Test
  @Timeout(120)
  void theTopicsAreMadeOnceThePartsMeetInThemAndAGuestBuys() throws Exception {
    try (var broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(data.resolve("kafka")));
        var registry =
            EmbeddedRegistry.start(EmbeddedRegistry.Options.in(data.resolve("registry")))) {
      Map<String, String> shared =
          Map.of(
              "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
              "MILLRACE_KAFKA_REPLICATION", "1",
              "MILLRACE_REGISTRY_URL", registry.url(),
              "MILLRACE_PARTITIONS", "2",
              "MILLRACE_QUOTE_SECRET", "the-secret-of-this-cluster");
      assertThatThrownBy(() -> RunningProcess.start(of("catalog", shared), CatalogMain::start))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("create them with ./millrace run topics");
      makeTopics(shared);

      Deque<RunningProcess> running = new ArrayDeque<>();
      try {
        BEHIND_THE_EDGE.forEach(
            (part, start) -> running.push(RunningProcess.start(of(part, shared), start)));
        running.push(RunningProcess.start(ofEdge(shared), EdgeMain::start));
        buy();
        assertThat(running).allMatch(process -> !process.ended().toCompletableFuture().isDone());
      } finally {
        running.forEach(RunningProcess::close);
      }
    }
  }

  private static void makeTopics(Map<String, String> shared) {
    var first = new ByteArrayOutputStream();
    assertThat(TopicsMain.run(shared, new PrintStream(first, true, StandardCharsets.UTF_8)))
        .isZero();
    assertThat(first.toString(StandardCharsets.UTF_8)).contains("created orders.order-events.v1");

    var second = new ByteArrayOutputStream();
    assertThat(TopicsMain.run(shared, new PrintStream(second, true, StandardCharsets.UTF_8)))
        .isZero();
    assertThat(second.toString(StandardCharsets.UTF_8))
        .startsWith("0 topics were made")
        .doesNotContain("created");

    Map<String, String> more = new HashMap<>(shared);
    more.put("MILLRACE_PARTITIONS", "3");
    var refused = new ByteArrayOutputStream();
    assertThat(TopicsMain.run(more, new PrintStream(refused, true, StandardCharsets.UTF_8)))
        .isOne();
    assertThat(refused.toString(StandardCharsets.UTF_8))
        .contains("has 2 partitions and MILLRACE_PARTITIONS says 3");
  }

  private void buy() throws Exception {
    String edge = "http://127.0.0.1:" + ports.get("edge");
    awaitReady(new ShopApi(edge, ""));
    String token =
        Tokens.signedBy(data.resolve("edge/key.json"), Clock.systemUTC())
            .issue(Role.OPS, "ops", Duration.ofMinutes(5));
    var shopping = new Shopping(edge, new ShopApi(edge, token));
    shopping.stock("KETTLE-1", 5);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "KETTLE-1", 2);
    ShopApi.Answer placed = Shopping.checkOut(guest, cart, "pm_card_visa", "key-1").expect(201);
    assertThat(guest.settledOrder(placed.text("order_id")).text("status")).isEqualTo("confirmed");

    String order = placed.text("order_id");
    String position = "?min_position=" + placed.header("Commerce-Position");
    ShopApi.Answer listed = guest.get("/v1/orders" + position).expect(200);
    assertThat(listed.body().path("items").findValuesAsText("order_id")).containsExactly(order);
    ShopApi.Answer events = guest.get("/v1/orders/" + order + "/events").expect(200);
    assertThat(events.body().at("/events/0/type").asText()).isEqualTo("order_placed");

    ShopApi.Answer found = guest.get("/v1/search?q=enamel+kettle").expect(200);
    assertThat(found.body().path("items")).hasSize(1);
    for (String part : BEHIND_THE_EDGE.keySet()) {
      var own = new ShopApi("http://127.0.0.1:" + ports.get(part), "");
      assertThat(own.get("/livez").expect(200).status()).isEqualTo(200);
    }
  }

  private static void awaitReady(ShopApi edge) throws Exception {
    long deadlineNanos = System.nanoTime() + READY_MAX.toNanos();
    ShopApi.Answer answer = edge.get("/readyz");
    while (answer.status() != 200) {
      assertThat(System.nanoTime()).as("ready: %s", answer.body()).isLessThan(deadlineNanos);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = edge.get("/readyz");
    }
  }

  private Map<String, String> of(String part, Map<String, String> shared) {
    Map<String, String> environment = new HashMap<>(shared);
    Path folder = data.resolve(part);
    environment.put("MILLRACE_QUERY_HOST", "127.0.0.1");
    environment.put("MILLRACE_QUERY_PORT", ports.get(part).toString());
    environment.put("MILLRACE_STATE_DIR", folder.resolve("state").toString());
    environment.put("MILLRACE_SEARCH_INDEX_DIR", folder.resolve("index").toString());
    environment.put("MILLRACE_GATEWAYS_SANDBOX_DIR", folder.resolve("sandbox").toString());
    return environment;
  }

  private Map<String, String> ofEdge(Map<String, String> shared) {
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("MILLRACE_EDGE_PORT", ports.get("edge").toString());
    environment.put("MILLRACE_EDGE_METRICS_PORT", "0");
    environment.put("MILLRACE_EDGE_KEY_FILE", data.resolve("edge/key.json").toString());
    for (String context :
        List.of(
            "inventory",
            "orders",
            "order-views",
            "accounts",
            "ledger",
            "pricing",
            "catalog",
            "customers",
            "search")) {
      environment.put(
          "MILLRACE_EDGE_" + context.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL",
          "http://127.0.0.1:" + ports.get(context));
    }
    return environment;
  }

  private static Map<String, Integer> freePorts() {
    List<ServerSocket> sockets = new ArrayList<>();
    Map<String, Integer> ports = new HashMap<>();
    try {
      for (String part : BEHIND_THE_EDGE.keySet()) {
        ports.put(part, freePort(sockets));
      }
      ports.put("edge", freePort(sockets));
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort(List<ServerSocket> sockets) throws IOException {
    var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    sockets.add(socket);
    return socket.getLocalPort();
  }
}
