package dev.millrace.catalog.product;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A product as its seller describes it.
 *
 * @param status null when the sender named none that this version knows
 * @param attributes common to all variants; sorted, so that the same description always gives the
 *     same bytes
 */
public record ProductDetails(
    String title,
    String description,
    @Nullable String brand,
    @Nullable String categoryId,
    @Nullable ProductStatus status,
    SortedMap<String, String> attributes,
    List<String> images,
    List<Variant> variants,
    String sellerId) {
  public ProductDetails {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    images = List.copyOf(images);
    variants = List.copyOf(variants);
  }
}
