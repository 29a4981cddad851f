package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartLine;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cart with what its lines cost and whether they can be had, as of now. Prices and stock are
 * asked of their owners in parallel; what cannot be said becomes a problem of the line, never a
 * failure.
 */
public final class CartView implements AutoCloseable {

  /** Look-ups under way at once, over all requests: a storm of carts must not bury the owners. */
  private static final int LOOK_UPS_MAX = 256;

  /** What a line may cost, so that a full cart still adds up in a long. */
  private static final long LINE_MINOR_UNITS_MAX = dev.millrace.schemas.money.Money.MINOR_UNITS_MAX;

  private record Priced(CartLine line, Optional<Offers> offers, Optional<Stock> stock) {}

  private final Reads reads;
  private final Clock clock;
  private final Semaphore lookUps = new Semaphore(LOOK_UPS_MAX);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public CartView(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  ObjectNode of(Cart cart) {
    Instant now = clock.instant();
    ObjectNode node =
        Json.object()
            .put("cart_id", cart.getCartId())
            .put("customer_id", cart.getCustomerId())
            .put("version", cart.getVersion());
    ArrayNode items = node.putArray("items");
    List<@Nullable Money> subtotals = new ArrayList<>();
    for (Priced priced : priced(cart.getLines())) {
      subtotals.add(addItem(items.addObject(), priced, now));
    }
    node.set("subtotal", sum(subtotals));
    return node;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private List<Priced> priced(List<CartLine> lines) {
    List<CompletableFuture<Optional<Offers>>> offers = new ArrayList<>();
    List<CompletableFuture<Optional<Stock>>> stocks = new ArrayList<>();
    for (CartLine line : lines) {
      offers.add(later(() -> reads.glance(StateStore.OFFERS, line.getSku())));
      stocks.add(later(() -> reads.glance(StateStore.STOCK, line.getSku())));
    }
    List<Priced> priced = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      priced.add(new Priced(lines.get(i), offers.get(i).join(), stocks.get(i).join()));
    }
    return priced;
  }

  private <T> CompletableFuture<T> later(Supplier<T> lookUp) {
    return CompletableFuture.supplyAsync(
        () -> {
          lookUps.acquireUninterruptibly();
          try {
            return lookUp.get();
          } finally {
            lookUps.release();
          }
        },
        threads);
  }

  private static @Nullable Money addItem(ObjectNode item, Priced priced, Instant now) {
    CartLine line = priced.line();
    item.put("line_id", line.getLineId())
        .put("sku_id", line.getSku())
        .put("seller_id", line.getSellerId())
        .put("quantity", line.getQuantity());
    Money price =
        priced
            .offers()
            .map(offers -> OffersResource.priceOf(offers, line.getSellerId(), now))
            .filter(one -> one.getMinorUnits() <= LINE_MINOR_UNITS_MAX / line.getQuantity())
            .orElse(null);
    ArrayNode problems = Json.array();
    Money subtotal = null;
    if (price == null) {
      item.putNull("unit_price").putNull("subtotal");
      problems
          .addObject()
          .put("code", "price_unavailable")
          .put("detail", "Nobody can say the price of this line now.");
    } else {
      subtotal =
          new Money(
              Math.multiplyExact(price.getMinorUnits(), (long) line.getQuantity()),
              price.getCurrency());
      item.set("unit_price", OffersResource.money(price));
      item.set("subtotal", OffersResource.money(subtotal));
    }
    long available =
        priced.stock().map(stock -> StockJson.availableOf(stock, line.getSellerId())).orElse(0L);
    if (available < line.getQuantity()) {
      problems
          .addObject()
          .put("code", "insufficient_stock")
          .put("detail", "There are fewer units than the line asks for.")
          .put("requested", line.getQuantity())
          .put("available", available);
    }
    item.set("problems", problems);
    return subtotal;
  }

  /** Null when there is nothing to add up, a price is missing, or currencies differ. */
  private static @Nullable ObjectNode sum(List<@Nullable Money> subtotals) {
    long total = 0;
    String currency = null;
    for (Money subtotal : subtotals) {
      if (subtotal == null || (currency != null && !currency.equals(subtotal.getCurrency()))) {
        return null;
      }
      currency = subtotal.getCurrency();
      total = Math.addExact(total, subtotal.getMinorUnits());
    }
    return currency == null ? null : Json.money(total, currency);
  }
}
