package dev.millrace.search;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the search instance answers; records whose component names are the names in JSON.
 *
 * <p>{@link Refused} is the caller's fault (400).
 */
@SuppressWarnings("MemberName")
public sealed interface SearchAnswer {

  /** Products that were found. */
  record Found(
      List<Item> items,
      long total,
      Map<String, List<FacetValue>> facets,
      @Nullable String next,
      @Nullable String corrected_query,
      long index_offset,
      Map<Integer, Long> index_offsets)
      implements SearchAnswer {}

  /** Texts that a shopper may mean. */
  record Suggested(List<Suggestion> suggestions, long index_offset) implements SearchAnswer {}

  /**
   * A request that breaks a rule.
   *
   * @param code stable snake-case name
   * @param parameter which parameter it is about
   */
  record Refused(String code, String parameter, String detail) implements SearchAnswer {}

  /** One product. */
  record Item(
      String product_id,
      String title,
      @Nullable String brand,
      @Nullable String category_id,
      List<String> images,
      @Nullable Price price,
      boolean in_stock,
      List<String> skus) {}

  /** The lowest price of a product. */
  record Price(String amount, String currency, long minor_units) {}

  /** A value that hits have, and how many. */
  record FacetValue(String value, int count) {}

  /** A text, and whether it names a brand or a product. */
  record Suggestion(String text, String kind) {}
}
