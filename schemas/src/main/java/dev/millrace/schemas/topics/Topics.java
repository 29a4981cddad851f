package dev.millrace.schemas.topics;

import static dev.millrace.schemas.topics.Cleanup.COMPACT;
import static dev.millrace.schemas.topics.Cleanup.DELETE;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every topic that people may rely on. Immutable; the only place where a topic's name is spelt.
 * Topics that share a key (order id, SKU) have the same number of partitions, so they meet in one
 * task.
 */
public final class Topics {

  private static final @Nullable Duration FOR_EVER = null;
  private static final Duration WEEK = Duration.ofDays(7);

  private final SchemaRegistry registry;
  private final int partitions;

  private final Topic<StockCommand> stockCommands;
  private final Topic<StockCommand> stockFeedCommands;
  private final Topic<StockEvent> stockEvents;
  private final Topic<Stock> stockTable;
  private final Topic<HotSku> hotSkus;
  private final Topic<ReservationResult> reservationResults;
  private final Topic<OrderCommand> orderCommands;
  private final Topic<OrderEvent> orderEvents;
  private final Topic<OfferCommand> offerCommands;
  private final Topic<OfferEvent> offerEvents;
  private final Topic<Offers> offerTable;
  private final Topic<QuoteCommand> quoteCommands;
  private final Topic<QuoteEvent> quoteEvents;
  private final Topic<ProductCommand> productCommands;
  private final Topic<ProductEvent> productEvents;
  private final Topic<Product> productTable;
  private final Topic<CartCommand> cartCommands;
  private final Topic<CartEvent> cartEvents;
  private final Topic<SearchDocument> searchDocuments;
  private final Topic<PaymentRequest> paymentRequests;
  private final Topic<PaymentResult> paymentResults;
  private final Topic<Reply> replies;
  private final List<Topic<?>> all;

  /**
   * @param partitions of every topic; bounds how far a context can be spread, and cannot be lowered
   */
  public Topics(SchemaRegistry registry, int partitions) {
    this.registry = registry;
    this.partitions = partitions;
    stockCommands =
        topic(
            "inventory.stock-commands.v1",
            StockCommand.class,
            DELETE,
            WEEK,
            "SKU",
            "Requests to the writer of a SKU: movements, holds, sales.");
    stockFeedCommands =
        topic(
            "inventory.stock-feed-commands.v1",
            StockCommand.class,
            DELETE,
            WEEK,
            "SKU",
            "Bulk movements that can wait: passed on to the stock commands as fast as urgent ones"
                + " leave room.");
    stockEvents =
        topic(
            "inventory.stock-events.v1",
            StockEvent.class,
            DELETE,
            FOR_EVER,
            "SKU",
            "Everything that ever happened to a SKU's stock; folds to the stock.");
    stockTable =
        topic(
            "inventory.stock-table.v1",
            Stock.class,
            COMPACT,
            FOR_EVER,
            "SKU",
            "The stock of each SKU now.");
    hotSkus =
        topic(
            "inventory.bucket-table.v1",
            HotSku.class,
            COMPACT,
            FOR_EVER,
            "SKU",
            "How many buckets a SKU's stock is split into, for those who send it commands.");
    reservationResults =
        topic(
            "inventory.reservation-results.v1",
            ReservationResult.class,
            DELETE,
            WEEK,
            "the asker's result key (order id)",
            "Outcomes of holds, sales and releases for the process that asked.");
    orderCommands =
        topic(
            "orders.order-commands.v1",
            OrderCommand.class,
            DELETE,
            WEEK,
            "order id",
            "Requests to the writer of an order.");
    orderEvents =
        topic(
            "orders.order-events.v1",
            OrderEvent.class,
            DELETE,
            FOR_EVER,
            "order id",
            "Everything that ever happened to an order; folds to the order.");
    offerCommands =
        topic(
            "pricing.offer-commands.v1",
            OfferCommand.class,
            DELETE,
            WEEK,
            "SKU",
            "Requests to the writer of a SKU's offers.");
    offerEvents =
        topic(
            "pricing.offer-events.v1",
            OfferEvent.class,
            DELETE,
            FOR_EVER,
            "SKU",
            "Every price a seller ever set.");
    offerTable =
        topic(
            "pricing.offer-table.v1",
            Offers.class,
            COMPACT,
            FOR_EVER,
            "SKU",
            "The offers of each SKU now.");
    quoteCommands =
        topic(
            "pricing.quote-commands.v1",
            QuoteCommand.class,
            DELETE,
            WEEK,
            "quote id",
            "Questions for a price.");
    quoteEvents =
        topic(
            "pricing.quote-events.v1",
            QuoteEvent.class,
            DELETE,
            FOR_EVER,
            "quote id",
            "Every quote with the rules that made it.");
    productCommands =
        topic(
            "catalog.product-commands.v1",
            ProductCommand.class,
            DELETE,
            WEEK,
            "product id",
            "Requests to the writer of a product.");
    productEvents =
        topic(
            "catalog.product-events.v1",
            ProductEvent.class,
            DELETE,
            FOR_EVER,
            "product id",
            "Every description a product ever had.");
    productTable =
        topic(
            "catalog.product-table.v1",
            Product.class,
            COMPACT,
            FOR_EVER,
            "product id",
            "Each product now.");
    cartCommands =
        topic(
            "customers.cart-commands.v1",
            CartCommand.class,
            DELETE,
            WEEK,
            "cart id",
            "Requests to the writer of a cart.");
    cartEvents =
        topic(
            "customers.cart-events.v1",
            CartEvent.class,
            DELETE,
            FOR_EVER,
            "cart id",
            "Everything that ever happened to a cart.");
    searchDocuments =
        topic(
            "search.document-table.v1",
            SearchDocument.class,
            COMPACT,
            FOR_EVER,
            "product id",
            "What the search index is made of; read it from the start to build another.");
    paymentRequests =
        topic(
            "gateways.payment-requests.v1",
            PaymentRequest.class,
            DELETE,
            WEEK,
            "order id",
            "What payment providers are asked to do.");
    paymentResults =
        topic(
            "gateways.payment-results.v1",
            PaymentResult.class,
            DELETE,
            WEEK,
            "order id",
            "What payment providers did.");
    replies =
        topic(
            "edge.replies.v1",
            Reply.class,
            DELETE,
            Duration.ofHours(1),
            "command id",
            "Committed outcomes for the edge instance that asked; the command names the"
                + " partition.");
    all =
        List.of(
            stockCommands,
            stockFeedCommands,
            stockEvents,
            stockTable,
            hotSkus,
            reservationResults,
            orderCommands,
            orderEvents,
            offerCommands,
            offerEvents,
            offerTable,
            quoteCommands,
            quoteEvents,
            productCommands,
            productEvents,
            productTable,
            cartCommands,
            cartEvents,
            searchDocuments,
            paymentRequests,
            paymentResults,
            replies);
  }

  private <V extends SpecificRecord> Topic<V> topic(
      String name,
      Class<V> type,
      Cleanup cleanup,
      @Nullable Duration retention,
      String keyIs,
      String purpose) {
    return new Topic<>(
        name,
        type,
        new AvroSerde<>(registry, type),
        partitions,
        cleanup,
        retention,
        keyIs,
        purpose);
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
    return stockCommands;
  }

  public Topic<StockCommand> stockFeedCommands() {
    return stockFeedCommands;
  }

  public Topic<StockEvent> stockEvents() {
    return stockEvents;
  }

  public Topic<Stock> stockTable() {
    return stockTable;
  }

  public Topic<HotSku> hotSkus() {
    return hotSkus;
  }

  public Topic<ReservationResult> reservationResults() {
    return reservationResults;
  }

  public Topic<OrderCommand> orderCommands() {
    return orderCommands;
  }

  public Topic<OrderEvent> orderEvents() {
    return orderEvents;
  }

  public Topic<OfferCommand> offerCommands() {
    return offerCommands;
  }

  public Topic<OfferEvent> offerEvents() {
    return offerEvents;
  }

  public Topic<Offers> offerTable() {
    return offerTable;
  }

  public Topic<QuoteCommand> quoteCommands() {
    return quoteCommands;
  }

  public Topic<QuoteEvent> quoteEvents() {
    return quoteEvents;
  }

  public Topic<ProductCommand> productCommands() {
    return productCommands;
  }

  public Topic<ProductEvent> productEvents() {
    return productEvents;
  }

  public Topic<Product> productTable() {
    return productTable;
  }

  public Topic<CartCommand> cartCommands() {
    return cartCommands;
  }

  public Topic<CartEvent> cartEvents() {
    return cartEvents;
  }

  public Topic<SearchDocument> searchDocuments() {
    return searchDocuments;
  }

  public Topic<PaymentRequest> paymentRequests() {
    return paymentRequests;
  }

  public Topic<PaymentResult> paymentResults() {
    return paymentResults;
  }

  public Topic<Reply> replies() {
    return replies;
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
          "pricing",
          "catalog",
          "customers",
          "search",
          "gateways");
}
