package dev.millrace.edge.state;

import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.shipping.ShipmentLabel;
import org.apache.avro.specific.SpecificRecord;

/**
 * A store of a context that the edge reads by key, or a question that the context answers about a
 * key.
 *
 * @param context the application id of the application that has it
 */
public record StateStore<T extends SpecificRecord>(String context, String name, Class<T> type) {

  public static final StateStore<Stock> STOCK =
      new StateStore<>("inventory", "stock-state", Stock.class);

  /** Parameters: after_sequence, limit, type, seller, through. */
  public static final StateStore<StockEventPage> STOCK_EVENTS =
      new StateStore<>(StateClient.STOCK_HISTORY, "stock-event-page", StockEventPage.class);

  /** Parameters: as_of in ms since 1970, through. */
  public static final StateStore<StockAsOf> STOCK_AS_OF =
      new StateStore<>(StateClient.STOCK_HISTORY, "stock-as-of", StockAsOf.class);

  public static final StateStore<Offers> OFFERS =
      new StateStore<>("pricing", "offer-state", Offers.class);
  public static final StateStore<Quote> QUOTES =
      new StateStore<>("pricing", "quote-state", Quote.class);
  public static final StateStore<Product> PRODUCTS =
      new StateStore<>("catalog", "product-state", Product.class);
  public static final StateStore<Cart> CARTS =
      new StateStore<>("customers", "cart-state", Cart.class);
  public static final StateStore<Order> ORDERS =
      new StateStore<>("orders", "order-state", Order.class);

  /** Parameters: shipment. Keys are order ids. */
  public static final StateStore<ShipmentLabel> SHIPMENT_LABEL =
      new StateStore<>("orders", "shipment-label", ShipmentLabel.class);

  public static final StateStore<OrderPositions> ORDER_POSITIONS =
      new StateStore<>(StateClient.ORDER_VIEWS, "order-positions", OrderPositions.class);

  /** Keys are those of {@link dev.millrace.schemas.id.OrderListKey}. */
  public static final StateStore<OrderSummary> ORDERS_BY_CUSTOMER =
      new StateStore<>(StateClient.ORDER_VIEWS, "orders-by-customer", OrderSummary.class);

  /** Keys are those of {@link dev.millrace.schemas.id.OrderListKey}. */
  public static final StateStore<OrderSummary> ORDERS_BY_SELLER =
      new StateStore<>(StateClient.ORDER_VIEWS, "orders-by-seller", OrderSummary.class);

  /** Keys are those of {@link dev.millrace.schemas.id.OrderListKey}. */
  public static final StateStore<OrderException> ORDERS_IN_EXCEPTION =
      new StateStore<>(StateClient.ORDER_VIEWS, "orders-in-exception", OrderException.class);

  /** Parameters: after_sequence, limit, through. */
  public static final StateStore<OrderEventPage> ORDER_EVENTS =
      new StateStore<>(StateClient.ORDER_VIEWS, "order-event-page", OrderEventPage.class);

  /** Parameters: version or as_of in ms since 1970, through. */
  public static final StateStore<OrderAsOf> ORDER_AS_OF =
      new StateStore<>(StateClient.ORDER_VIEWS, "order-as-of", OrderAsOf.class);

  public static final StateStore<Account> ACCOUNTS =
      new StateStore<>(StateClient.ACCOUNTS, "account-state", Account.class);

  public static final StateStore<LedgerOrder> LEDGER_ORDERS =
      new StateStore<>(StateClient.LEDGER, "ledger-orders", LedgerOrder.class);

  /**
   * A partition's part of the balances; keys are those of {@link
   * dev.millrace.schemas.id.LedgerKey}.
   */
  public static final StateStore<LedgerBalance> LEDGER_BALANCES =
      new StateStore<>(StateClient.LEDGER, "ledger-balances", LedgerBalance.class);
}
