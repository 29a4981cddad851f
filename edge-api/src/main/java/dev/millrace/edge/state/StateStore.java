package dev.millrace.edge.state;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import org.apache.avro.specific.SpecificRecord;

/**
 * A store of a context that the edge reads by key.
 *
 * @param context the application id of the context that has it
 */
public record StateStore<T extends SpecificRecord>(String context, String name, Class<T> type) {

  public static final StateStore<Stock> STOCK =
      new StateStore<>("inventory", "stock-state", Stock.class);
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
}
