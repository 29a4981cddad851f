package dev.millrace.search.index;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A search that is within all bounds.
 *
 * @param text what the shopper wrote; blank for everything
 * @param filtersText the filters as they were written
 * @param facets names of what is counted: brand, category, price, attr.&lt;name&gt;
 */
public record SearchRequest(
    String text,
    String filtersText,
    List<SearchFilter> filters,
    SortOrder sort,
    List<String> facets,
    int limit,
    @Nullable Cursor cursor) {

  public static final int TEXT_LENGTH_MAX = 300;
  public static final int LIMIT_MAX = 100;
  public static final int FACETS_MAX = 10;
  private static final int LIMIT_DEFAULT = 20;

  public SearchRequest {
    filters = List.copyOf(filters);
    facets = List.copyOf(facets);
  }

  /**
   * Reads the parameters {@code q filters sort facets limit cursor}; others are left alone.
   *
   * @throws InvalidSearchException naming the first that is wrong
   */
  public static SearchRequest from(Map<String, String> parameters) {
    String filters = parameters.getOrDefault("filters", "");
    String cursor = parameters.getOrDefault("cursor", "");
    var request =
        new SearchRequest(
            text(parameters.getOrDefault("q", "")),
            filters,
            SearchFilter.parse(filters),
            SortOrder.of(orDefault(parameters.get("sort"), "relevance")),
            facets(parameters.getOrDefault("facets", "")),
            limit(orDefault(parameters.get("limit"), Integer.toString(LIMIT_DEFAULT)), LIMIT_MAX),
            cursor.isEmpty() ? null : Cursor.parse(cursor));
    if (request.cursor() != null && request.cursor().request() != request.digest()) {
      throw Cursor.invalid();
    }
    return request;
  }

  /** What a cursor remembers of the request that it continues. */
  int digest() {
    return Objects.hash(text, filtersText, sort.name());
  }

  static String text(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new InvalidSearchException(
          SearchRefusal.QUERY_TOO_LONG,
          "q",
          "q must have at most %d characters".formatted(TEXT_LENGTH_MAX));
    }
    return text.strip();
  }

  static int limit(String text, int max) {
    if (text.matches("\\d{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= max) {
        return limit;
      }
    }
    throw new InvalidSearchException(
        SearchRefusal.LIMIT_OUT_OF_BOUNDS, "limit", "limit must be 1 to " + max);
  }

  private static List<String> facets(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    List<String> facets =
        Arrays.stream(text.split(",", FACETS_MAX + 2)).map(String::strip).distinct().toList();
    if (facets.size() > FACETS_MAX) {
      throw new InvalidSearchException(
          SearchRefusal.TOO_MANY_FACETS, "facets", "at most %d facets".formatted(FACETS_MAX));
    }
    for (String facet : facets) {
      if (!FacetCounts.isKnown(facet)) {
        throw new InvalidSearchException(
            SearchRefusal.FACET_UNKNOWN,
            "facets",
            "facets are brand, category, price and attr.<name>");
      }
    }
    return facets;
  }

  private static String orDefault(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }
}
