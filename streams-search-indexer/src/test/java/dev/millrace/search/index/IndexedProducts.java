package dev.millrace.search.index;

import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.schemas.registry.TrustedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Documents for tests of the index. */
final class IndexedProducts {

  static {
    // Tests copy documents with Avro's builders.
    TrustedRecords.trust();
  }

  static final SearchIndex.Options OPTIONS = new SearchIndex.Options(16, "USD");

  private static final List<String> BRANDS = List.of("Sony", "Acme", "Électro, Inc");
  private static final List<String> COLORS = List.of("Red", "Blue", "Green", "Dark  Grey");

  private IndexedProducts() {}

  /** The n-th product: its brand, color, price and age follow from n. */
  static SearchDocument product(int n) {
    return document(
        "prd_%05d".formatted(n),
        "Wireless headphones model " + n,
        BRANDS.get(n % BRANDS.size()),
        COLORS.get(n % COLORS.size()),
        1_000L + 100L * (n % 50),
        Instant.EPOCH.plusSeconds(n));
  }

  static SearchDocument document(
      String productId,
      String title,
      String brand,
      String color,
      long priceMinor,
      Instant listedAt) {
    return new SearchDocument(
        productId,
        1L,
        title,
        "Plays music with " + brand + " quality",
        brand,
        "cat_audio",
        new TreeMap<>(Map.of("Color", color)),
        List.of("https://img.example/" + productId + ".jpg"),
        List.of(
            new SearchVariant(
                "SKU-" + productId, null, Map.of(), priceMinor, "USD", "sel_platform", true)),
        listedAt,
        listedAt);
  }

  /** Fills an index with the products 0 to count-1 and makes them visible. */
  static void fill(SearchIndex index, int count) {
    List<DocumentChange> changes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      SearchDocument product = product(n);
      changes.add(new DocumentChange(n % 2, n, product.getProductId(), product));
    }
    index.apply(changes);
    index.refresh();
  }
}
