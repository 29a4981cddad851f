package dev.millrace.standalone.run;

import dev.millrace.catalog.CatalogConfig;
import dev.millrace.catalog.CatalogModule;
import dev.millrace.customers.CustomersConfig;
import dev.millrace.customers.CustomersModule;
import dev.millrace.edge.EdgeConfig;
import dev.millrace.gateways.payments.PaymentWorkerConfig;
import dev.millrace.gateways.shipping.CarrierWorkerConfig;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.inventory.feed.StockFeedConfig;
import dev.millrace.inventory.history.InventoryHistoryConfig;
import dev.millrace.inventory.history.InventoryHistoryModule;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersModule;
import dev.millrace.orders.accounts.AccountsModule;
import dev.millrace.orders.ledger.LedgerConfig;
import dev.millrace.orders.ledger.LedgerModule;
import dev.millrace.orders.views.KafkaOrderLog;
import dev.millrace.orders.views.OrderViewsModule;
import dev.millrace.pricing.PricingConfig;
import dev.millrace.pricing.PricingModule;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.search.SearchConfig;
import dev.millrace.search.SearchModule;
import dev.millrace.search.SearchNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings of everything that this process runs, and the contexts made of them. */
record Contexts(
    Cluster cluster,
    StreamsAppConfig streams,
    InventoryConfig inventory,
    StockFeedConfig stockFeed,
    Optional<InventoryHistoryConfig> inventoryHistory,
    OrdersConfig orders,
    boolean orderViews,
    Optional<LedgerConfig> ledger,
    PricingConfig pricing,
    CatalogConfig catalog,
    CustomersConfig customers,
    SearchConfig search,
    PaymentWorkerConfig payments,
    CarrierWorkerConfig carriers,
    EdgeConfig edge) {

  /** Reads all of them, so that one start reports all problems; the caller ends the reading. */
  static Contexts from(Settings settings) {
    PaymentWorkerConfig payments = PaymentWorkerConfig.from(settings);
    return new Contexts(
        Cluster.from(settings),
        StreamsAppConfig.from(settings),
        InventoryConfig.from(settings),
        StockFeedConfig.from(settings),
        inventoryHistory(settings),
        OrdersConfig.from(settings),
        orderViews(settings),
        ledger(settings),
        PricingConfig.from(settings),
        CatalogConfig.from(settings),
        CustomersConfig.from(settings),
        SearchConfig.from(settings),
        payments,
        CarrierWorkerConfig.from(settings, payments.terms()),
        EdgeConfig.from(settings));
  }

  private static Optional<InventoryHistoryConfig> inventoryHistory(Settings settings) {
    InventoryHistoryConfig config = InventoryHistoryConfig.from(settings);
    return settings.flag(
            "MILLRACE_INVENTORY_HISTORY",
            "whether a process of all contexts keeps the past of the stock",
            true)
        ? Optional.of(config)
        : Optional.empty();
  }

  private static boolean orderViews(Settings settings) {
    return settings.flag(
        "MILLRACE_ORDERS_VIEWS",
        "whether a process of all contexts keeps lists of orders, and where their events are",
        true);
  }

  private static Optional<LedgerConfig> ledger(Settings settings) {
    LedgerConfig config = LedgerConfig.from(settings);
    return settings.flag(
            "MILLRACE_LEDGER",
            "whether a process of all contexts keeps the books of the money",
            true)
        ? Optional.of(config)
        : Optional.empty();
  }

  /** Reads the events that the views of orders are asked for; connects when it is first asked. */
  KafkaOrderLog orderLog(Topics topics) {
    return new KafkaOrderLog(topics, cluster.brokers());
  }

  List<StreamsModule> modules(Topics topics, KafkaOrderLog orderLog) {
    List<StreamsModule> modules = new ArrayList<>();
    modules.add(InventoryModule.of(inventory, topics));
    modules.add(OrdersModule.of(orders, topics));
    modules.add(AccountsModule.of(topics));
    modules.add(PricingModule.of(pricing, topics));
    modules.add(CatalogModule.of(catalog, topics));
    modules.add(CustomersModule.of(customers, topics));
    modules.add(SearchModule.of(search, topics));
    inventoryHistory.ifPresent(config -> modules.add(InventoryHistoryModule.of(config, topics)));
    if (orderViews) {
      modules.add(OrderViewsModule.of(topics, orderLog));
    }
    ledger.ifPresent(config -> modules.add(LedgerModule.of(config, topics)));
    return modules;
  }

  /** The search index and what feeds it; asked through the query server. */
  SearchNode startSearch(Topics topics, MeterRegistry meters) {
    return SearchNode.start(search, topics, cluster.brokers(), meters);
  }
}
