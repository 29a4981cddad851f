package dev.millrace.standalone.run;

import dev.millrace.catalog.CatalogConfig;
import dev.millrace.catalog.CatalogModule;
import dev.millrace.customers.CustomersConfig;
import dev.millrace.customers.CustomersModule;
import dev.millrace.edge.EdgeConfig;
import dev.millrace.gateways.payments.PaymentWorkerConfig;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersModule;
import dev.millrace.pricing.PricingConfig;
import dev.millrace.pricing.PricingModule;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.search.SearchConfig;
import dev.millrace.search.SearchModule;
import dev.millrace.search.SearchNode;
import java.util.List;

/** The settings of everything that this process runs, and the contexts made of them. */
record Contexts(
    Cluster cluster,
    StreamsAppConfig streams,
    InventoryConfig inventory,
    OrdersConfig orders,
    PricingConfig pricing,
    CatalogConfig catalog,
    CustomersConfig customers,
    SearchConfig search,
    PaymentWorkerConfig payments,
    EdgeConfig edge) {

  /** Reads all of them, so that one start reports all problems; the caller ends the reading. */
  static Contexts from(Settings settings) {
    return new Contexts(
        Cluster.from(settings),
        StreamsAppConfig.from(settings),
        InventoryConfig.from(settings),
        OrdersConfig.from(settings),
        PricingConfig.from(settings),
        CatalogConfig.from(settings),
        CustomersConfig.from(settings),
        SearchConfig.from(settings),
        PaymentWorkerConfig.from(settings),
        EdgeConfig.from(settings));
  }

  List<StreamsModule> modules(Topics topics) {
    return List.of(
        InventoryModule.of(inventory, topics),
        OrdersModule.of(orders, topics),
        PricingModule.of(pricing, topics),
        CatalogModule.of(catalog, topics),
        CustomersModule.of(customers, topics),
        SearchModule.of(search, topics));
  }

  /** The search index and what feeds it; asked through the query server. */
  SearchNode startSearch(Topics topics) {
    return SearchNode.start(search, topics, cluster.brokers());
  }
}
