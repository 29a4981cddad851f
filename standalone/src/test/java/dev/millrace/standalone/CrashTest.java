package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.Role;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.audit.AuditReport;
import dev.millrace.standalone.audit.InventoryAudit;
import dev.millrace.standalone.audit.LedgerAudit;
import dev.millrace.standalone.audit.LedgerAuditReport;
import dev.millrace.standalone.audit.OrderAudit;
import dev.millrace.standalone.audit.OrderAuditReport;
import dev.millrace.standalone.cli.Millrace;
import dev.millrace.standalone.imports.ErrorFile;
import dev.millrace.standalone.imports.OrderImport;
import dev.millrace.standalone.imports.ShopClient;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.run.Connection;
import dev.millrace.standalone.shop.ShopLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process hard while a retailer's invoices are replayed and other orders are bought,
 * sent, delivered and sent back, and counts everything at the end.
 */
class CrashTest {

  private static final int KILLS = 3;

  /**
   * The six contexts that keep state, the history of the stock, the views of orders, the ledger.
   */
  private static final int APPLICATIONS = 10;

  /** The last kill comes when most parcels have arrived. */
  private static final int ENDED_BEFORE_THE_LAST_KILL = Parcels.ORDERS * 2 / 3;

  private static final int INVOICES = 200;
  private static final int ORDERS = INVOICES + Parcels.ORDERS;
  private static final int CONCURRENCY = 8;
  private static final Duration SETTLED_MAX = Duration.ofSeconds(30);

  @Test
  void nothingIsLostOrDoubledWhenTheProcessIsKilledDuringAnImportAndOnParcelsWays(
      @TempDir Path folder) throws Exception {
    long seed = Long.getLong("millrace.seed", 20260611L);
    System.out.println("CrashTest runs with -Dmillrace.seed=" + seed);
    var random = new Random(seed);
    Path file = Files.writeString(folder.resolve("invoices.csv"), invoices(random));
    Path data = folder.resolve("data");
    Map<String, JsonNode> ended;
    OrderAuditReport orders;

    try (var backbone = Backbone.start(data, Backbone.CARRIER)) {
      Topics topics = Connection.topics(backbone.instance());
      var shop =
          new ShopClient(
              backbone.instance().edgeUrl(),
              () -> backbone.token(Role.OPS, "import"),
              Duration.ofMinutes(3));
      try (var commands = new BulkCommands(backbone.instance().bootstrapServers(), topics, 100);
          var errors = new ErrorFile(folder.resolve("errors.csv"));
          var parcels = Parcels.setOut(backbone)) {
        var orderImport =
            new OrderImport(new ShopLoader(commands, topics), shop, errors, System.out);
        var imported =
            CompletableFuture.runAsync(
                () -> run(orderImport, file),
                // Not the common pool: HTTP clients need its few threads to complete their answers.
                work -> Thread.ofPlatform().daemon().name("import").start(work));

        for (int kill = 1; kill <= KILLS; kill++) {
          if (kill < KILLS) {
            assertThat(endsWithin(imported, 1_500 + random.nextInt(2_500)))
                .as("the import ended before kill %d", kill)
                .isFalse();
          } else {
            parcels.awaitEnded(ENDED_BEFORE_THE_LAST_KILL);
          }
          assertThat(parcels.ended()).as("before kill %d", kill).isLessThan(Parcels.ORDERS);
          backbone.killHard();
          backbone.startAgain();
        }

        imported.get(3, TimeUnit.MINUTES);
        parcels.awaitEnded(Parcels.ORDERS);
        expectCleanStock(settled(backbone, topics));
        expectOneLineOfEachContextAboutItsStores(backbone.log());
        orders = audited(backbone, topics);
        assertThat(orders.differences()).isEmpty();
        assertThat(orders.waiting()).isZero();
        assertThat(orders.moving()).isZero();
        expectCleanByCommand("inventory", folder);
        expectCleanByCommand("orders", folder);
        LedgerAuditReport ledger = LedgerAudit.run(backbone.instance(), topics, System.out);
        assertThat(ledger.differences()).isEmpty();
        assertThat(ledger.moving()).isZero();
        assertThat(ledger.orders()).isEqualTo(ORDERS);
        assertThat(ledger.entries()).isGreaterThan(ORDERS);
        // Read last: by now nothing changes them any more.
        ended = parcels.orders();
        Parcels.expectEnds(ended);
        Parcels.expectMoney(orders, ended);
        parcels.expectOneLabelEach();
      }
    }
    OrderAuditReport.MoneyTotals ofInvoices = orders.money().get("GBP");
    assertThat(ofInvoices.refundedMinor()).isPositive();
    Parcels.expectTheProvidersMoney(
        data, ended, ofInvoices.capturedMinor() - ofInvoices.refundedMinor());
  }

  private static void expectCleanStock(AuditReport audit) {
    assertThat(audit.differences()).isEmpty();
    assertThat(audit.orders().pending()).isZero();
    assertThat(audit.orders().needAttention()).isZero();
    assertThat(audit.orders().all()).isEqualTo(ORDERS);
    // An order whose step was overdue when the process came back was decided like any other.
    assertThat(audit.orders().rejected().keySet()).isSubsetOf("stock_timeout", "payment_timeout");
    long rejected = audit.orders().rejectedInAll();
    assertThat(audit.orders().confirmed() + audit.orders().cancelled() + rejected)
        .isEqualTo(ORDERS);
    assertThat(rejected).isLessThanOrEqualTo((long) KILLS * (CONCURRENCY + Parcels.CONCURRENCY));
    assertThat(audit.stock().returned()).isPositive();
    assertThat(audit.moving()).isZero();
  }

  private static void expectCleanByCommand(String what, Path folder) throws IOException {
    Path json = folder.resolve(what + ".json");
    int exitCode =
        Millrace.execute(
            "audit", what, "--data", folder.resolve("data").toString(), "--json", json.toString());
    assertThat(exitCode).isZero();
    assertThat(Files.readString(json)).contains("\"clean\" : true");
  }

  private static void expectOneLineOfEachContextAboutItsStores(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.stream().filter(line -> line.contains("Will close the task as dirty")))
        .hasSizeBetween(1, APPLICATIONS * KILLS);
    assertThat(
            lines.stream()
                .filter(line -> line.matches(".*(TaskCorruptedException|checkpoint offsets).*"))
                .limit(3))
        .isEmpty();
  }

  private static boolean endsWithin(CompletableFuture<?> work, long ms)
      throws InterruptedException, ExecutionException {
    try {
      work.get(ms, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    }
  }

  /** The audit once no order waits for anything: then every order is held to all it says. */
  private static AuditReport settled(Backbone backbone, Topics topics) {
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
  private static OrderAuditReport audited(Backbone backbone, Topics topics) {
    long deadlineNanos = System.nanoTime() + SETTLED_MAX.toNanos();
    OrderAuditReport audit;
    do {
      audit =
          OrderAudit.run(backbone.instance(), topics, Instant.now().minusSeconds(1), System.out);
    } while (audit.waiting() > 0 && System.nanoTime() < deadlineNanos);
    return audit;
  }

  private static void run(OrderImport orderImport, Path file) {
    try {
      orderImport.run(file, CONCURRENCY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Invoices of one to five lines by twenty customers, and a credit note for every tenth. */
  private static String invoices(Random random) {
    var csv =
        new StringBuilder(
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
    for (int i = 0; i < INVOICES; i++) {
      int lines = 1 + random.nextInt(5);
      for (int line = 0; line < lines; line++) {
        int article = line * 10 + random.nextInt(10);
        csv.append(row("", i, article, 1 + random.nextInt(4), i % 20));
        if (i % 10 == 0 && line == 0) {
          csv.append(row("C", i, article, -1, i % 20));
        }
      }
    }
    return csv.toString();
  }

  private static String row(String kind, int invoice, int article, int quantity, int customer) {
    return "%s%d,A%d,ARTICLE %d,%d,2011-01-01 10:00:00,%d.50,%d.0,United Kingdom%n"
        .formatted(
            kind,
            500_000 + invoice,
            article,
            article,
            quantity,
            1 + article % 7,
            12_000 + customer);
  }
}
