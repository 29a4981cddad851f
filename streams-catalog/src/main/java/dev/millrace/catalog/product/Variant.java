package dev.millrace.catalog.product;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be bought of a product.
 *
 * @param attributes sorted, so that the same description always gives the same bytes
 */
public record Variant(
    String sku,
    @Nullable String title,
    SortedMap<String, String> attributes,
    @Nullable Integer weightGrams) {
  public Variant {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
