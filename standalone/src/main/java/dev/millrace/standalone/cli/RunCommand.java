package dev.millrace.standalone.cli;

import dev.millrace.catalog.CatalogMain;
import dev.millrace.customers.CustomersMain;
import dev.millrace.edge.EdgeMain;
import dev.millrace.gateways.payments.PaymentsMain;
import dev.millrace.inventory.InventoryMain;
import dev.millrace.inventory.feed.StockFeedMain;
import dev.millrace.inventory.history.InventoryHistoryMain;
import dev.millrace.launch.run.RunningProcess;
import dev.millrace.launch.run.TopicsMain;
import dev.millrace.orders.OrdersMain;
import dev.millrace.orders.accounts.AccountsMain;
import dev.millrace.orders.ledger.LedgerMain;
import dev.millrace.orders.views.OrderViewsMain;
import dev.millrace.pricing.PricingMain;
import dev.millrace.search.SearchMain;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description =
        "Run one part as a process of its own on a cluster, with settings from the environment;"
            + " see docs/configuration.md.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final String TOPICS = "topics";

  private static final Map<String, RunningProcess.Start> PARTS =
      Map.ofEntries(
          Map.entry("inventory", InventoryMain::start),
          Map.entry("inventory-history", InventoryHistoryMain::start),
          Map.entry("stock-feed", StockFeedMain::start),
          Map.entry("orders", OrdersMain::start),
          Map.entry("order-views", OrderViewsMain::start),
          Map.entry("accounts", AccountsMain::start),
          Map.entry("ledger", LedgerMain::start),
          Map.entry("pricing", PricingMain::start),
          Map.entry("catalog", CatalogMain::start),
          Map.entry("customers", CustomersMain::start),
          Map.entry("search", SearchMain::start),
          Map.entry("payments", PaymentsMain::start),
          Map.entry("edge", EdgeMain::start));

  @Parameters(
      paramLabel = "PART",
      description =
          "topics (once, before the others: creates them and registers the schemas), inventory,"
              + " inventory-history, stock-feed, orders, accounts, order-views, ledger,"
              + " pricing, catalog, customers, search, payments or edge.")
  private String part = "";

  @Override
  public Integer call() {
    if (part.equals(TOPICS)) {
      return TopicsMain.run(System.getenv(), System.out);
    }
    RunningProcess.Start start = PARTS.get(part);
    if (start == null) {
      throw new CommandFailure("There is no part " + part + "; see ./millrace run --help");
    }
    // Must be said before the first logger is made.
    System.setProperty("logback.configurationFile", "logback-process.xml");
    // Lucene writes to the JDK's own log.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    RunningProcess.run(start);
    return 0;
  }
}
