package dev.millrace.search;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Money;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.SellerOffer;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tables of other contexts say, for tests. */
final class News {

  static final SearchConfig CONFIG = SearchConfig.from(new Settings(Map.of()));

  private News() {}

  static Flow newFlow() {
    return Flow.of(topics -> SearchTopology.build(CONFIG, topics));
  }

  static void product(Flow flow, long version, ProductStatus status, String... skus) {
    flow.send(flow.topics().productTable(), "prd_1", productOf(version, status, skus));
  }

  static Product productOf(long version, ProductStatus status, String... skus) {
    var details =
        new ProductDetails(
            "Lamp " + version,
            "It shines.",
            "Acme",
            "cat_lamps",
            status,
            Map.of("color", "red"),
            List.of("https://img.example/lamp.jpg"),
            Arrays.stream(skus).map(sku -> new Variant(sku, null, Map.of(), 1)).toList(),
            "sel_platform");
    return new Product("prd_1", version, Flow.START, Flow.START, details);
  }

  static void offer(Flow flow, String sku, long priceMinor) {
    SellerOffer offer = sellerOffer("sel_platform", priceMinor, null, null);
    flow.send(flow.topics().offerTable(), sku, new Offers(sku, 1L, flow.now(), List.of(offer)));
  }

  static SellerOffer offerOf(Instant from, Instant until) {
    return sellerOffer("sel_platform", 500, from, until);
  }

  static SellerOffer sellerOffer(
      String sellerId, long priceMinor, @Nullable Instant from, @Nullable Instant until) {
    return new SellerOffer(sellerId, new Money(priceMinor, "USD"), null, from, until, 1L);
  }

  static void stock(Flow flow, String sku, int onHand) {
    var level = new StockLevel("sel_platform", "wh_main", onHand, 0, 0, 0, 0, List.of(), null);
    flow.send(
        flow.topics().stockTable(),
        sku,
        new Stock(sku, 1L, flow.now(), List.of(level), List.of(), null));
  }
}
