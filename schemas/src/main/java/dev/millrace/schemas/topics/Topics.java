package dev.millrace.schemas.topics;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;

/**
 * Every topic that people may rely on; each area's file says what its topics are. Immutable; only
 * there is a topic's name spelt. Topics that share a key (order id, SKU) have the same number of
 * partitions, so they meet in one task.
 */
public final class Topics {

  private final SchemaRegistry registry;
  private final InventoryTopics inventory;
  private final OrderTopics orders;
  private final AccountTopics accounts;
  private final LedgerTopics ledger;
  private final PricingTopics pricing;
  private final CatalogTopics catalog;
  private final CustomerTopics customers;
  private final SearchTopics search;
  private final GatewayTopics gateways;
  private final CarrierTopics carriers;
  private final EdgeTopics edge;
  private final List<Topic<?>> all;

  /**
   * @param partitions of every topic; bounds how far a context can be spread, and cannot be lowered
   */
  public Topics(SchemaRegistry registry, int partitions) {
    this.registry = registry;
    var topics = new TopicFactory(registry, partitions);
    inventory = InventoryTopics.of(topics);
    orders = OrderTopics.of(topics);
    accounts = AccountTopics.of(topics);
    ledger = LedgerTopics.of(topics);
    pricing = PricingTopics.of(topics);
    catalog = CatalogTopics.of(topics);
    customers = CustomerTopics.of(topics);
    search = SearchTopics.of(topics);
    gateways = GatewayTopics.of(topics);
    carriers = CarrierTopics.of(topics);
    edge = EdgeTopics.of(topics);
    all =
        Stream.of(
                inventory.all(),
                orders.all(),
                accounts.all(),
                ledger.all(),
                pricing.all(),
                catalog.all(),
                customers.all(),
                search.all(),
                gateways.all(),
                carriers.all(),
                edge.all())
            .<Topic<?>>flatMap(List::stream)
            .toList();
  }

  /** Registers every topic's schema, so that no first record waits for it. */
  public void registerSchemas() {
    for (Topic<?> topic : all) {
      registry.register(topic.subject(), SpecificData.get().getSchema(topic.type()));
    }
  }

  /** The registry behind the serdes; stores use it for their changelogs. */
  public SchemaRegistry registry() {
    return registry;
  }

  public Topic<StockCommand> stockCommands() {
    return inventory.stockCommands();
  }

  public Topic<StockCommand> stockFeedCommands() {
    return inventory.stockFeedCommands();
  }

  public Topic<StockEvent> stockEvents() {
    return inventory.stockEvents();
  }

  public Topic<Stock> stockTable() {
    return inventory.stockTable();
  }

  public Topic<HotSku> hotSkus() {
    return inventory.hotSkus();
  }

  public Topic<ReservationResult> reservationResults() {
    return inventory.reservationResults();
  }

  public Topic<OrderCommand> orderCommands() {
    return orders.orderCommands();
  }

  public Topic<OrderEvent> orderEvents() {
    return orders.orderEvents();
  }

  public Topic<AccountCommand> accountCommands() {
    return accounts.accountCommands();
  }

  public Topic<AccountEvent> accountEvents() {
    return accounts.accountEvents();
  }

  public Topic<AccountResult> accountResults() {
    return accounts.accountResults();
  }

  public Topic<JournalEntry> ledgerEntries() {
    return ledger.ledgerEntries();
  }

  public Topic<OfferCommand> offerCommands() {
    return pricing.offerCommands();
  }

  public Topic<OfferEvent> offerEvents() {
    return pricing.offerEvents();
  }

  public Topic<Offers> offerTable() {
    return pricing.offerTable();
  }

  public Topic<QuoteCommand> quoteCommands() {
    return pricing.quoteCommands();
  }

  public Topic<QuoteEvent> quoteEvents() {
    return pricing.quoteEvents();
  }

  public Topic<ProductCommand> productCommands() {
    return catalog.productCommands();
  }

  public Topic<ProductEvent> productEvents() {
    return catalog.productEvents();
  }

  public Topic<Product> productTable() {
    return catalog.productTable();
  }

  public Topic<CartCommand> cartCommands() {
    return customers.cartCommands();
  }

  public Topic<CartEvent> cartEvents() {
    return customers.cartEvents();
  }

  public Topic<SearchDocument> searchDocuments() {
    return search.searchDocuments();
  }

  public Topic<PaymentRequest> paymentRequests() {
    return gateways.paymentRequests();
  }

  public Topic<PaymentResult> paymentResults() {
    return gateways.paymentResults();
  }

  public Topic<PaymentCallback> paymentCallbacks() {
    return gateways.paymentCallbacks();
  }

  public Topic<CarrierRequest> carrierRequests() {
    return carriers.carrierRequests();
  }

  public Topic<CarrierResult> carrierResults() {
    return carriers.carrierResults();
  }

  public Topic<CarrierCallback> carrierCallbacks() {
    return carriers.carrierCallbacks();
  }

  public Topic<Reply> replies() {
    return edge.replies();
  }

  /** Every topic with a schema, in the order of the contexts. */
  public List<Topic<?>> all() {
    return all;
  }

  /**
   * Where an application puts records it cannot read: the record's own bytes, with the reason in
   * headers.
   */
  public static String deadLetters(String application) {
    return application + ".dead-letters.v1";
  }

  /** The applications that have a dead-letter topic. */
  public static final List<String> CONTEXTS =
      List.of(
          "inventory",
          "inventory-history",
          "orders",
          "order-views",
          "accounts",
          "ledger",
          "pricing",
          "catalog",
          "customers",
          "search",
          "gateways");
}
