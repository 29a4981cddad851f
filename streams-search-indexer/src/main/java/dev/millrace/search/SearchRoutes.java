package dev.millrace.search;

import dev.millrace.schemas.money.Money;
import dev.millrace.search.SearchAnswer.FacetValue;
import dev.millrace.search.SearchAnswer.Found;
import dev.millrace.search.SearchAnswer.Item;
import dev.millrace.search.SearchAnswer.Price;
import dev.millrace.search.SearchAnswer.Refused;
import dev.millrace.search.SearchAnswer.Suggested;
import dev.millrace.search.SearchAnswer.Suggestion;
import dev.millrace.search.index.InvalidSearchException;
import dev.millrace.search.index.SearchIndex;
import dev.millrace.search.index.SearchQueries;
import dev.millrace.search.index.SearchRequest;
import dev.millrace.search.index.SearchResult;
import dev.millrace.search.index.SuggestQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /search} and {@code GET /search/suggest}, for whichever server mounts them. */
public final class SearchRoutes {

  private static final int SUGGESTIONS = 10;

  private final SearchIndex index;
  private final SearchQueries queries;
  private final SuggestQueries suggestions;

  public SearchRoutes(SearchIndex index) {
    this.index = index;
    this.queries = new SearchQueries(index);
    this.suggestions = new SuggestQueries(index);
  }

  /** Takes the query parameters {@code q filters sort facets limit cursor}. */
  public SearchAnswer search(Map<String, String> parameters) {
    try {
      return found(queries.search(SearchRequest.from(parameters)));
    } catch (InvalidSearchException e) {
      return refused(e);
    }
  }

  /** Takes the query parameter {@code q}. */
  public SearchAnswer suggest(Map<String, String> parameters) {
    try {
      long offset = sum(index.visibleOffsets());
      List<Suggestion> found =
          suggestions.suggest(parameters.getOrDefault("q", ""), SUGGESTIONS).stream()
              .map(one -> new Suggestion(one.text(), one.kind().name().toLowerCase(Locale.ROOT)))
              .toList();
      return new Suggested(found, offset);
    } catch (InvalidSearchException e) {
      return refused(e);
    }
  }

  private static Found found(SearchResult result) {
    Map<String, List<FacetValue>> facets = new LinkedHashMap<>();
    result
        .facets()
        .forEach(
            (name, counts) ->
                facets.put(
                    name,
                    counts.entrySet().stream()
                        .map(count -> new FacetValue(count.getKey(), count.getValue()))
                        .toList()));
    return new Found(
        result.items().stream().map(SearchRoutes::item).toList(),
        result.total(),
        facets,
        result.next(),
        result.correctedQuery(),
        sum(result.indexOffsets()),
        result.indexOffsets());
  }

  private static Item item(SearchResult.Item item) {
    return new Item(
        item.productId(),
        item.title(),
        item.brand(),
        item.categoryId(),
        item.image() == null ? List.of() : List.of(item.image()),
        price(item.price()),
        item.inStock(),
        item.skus());
  }

  private static @Nullable Price price(@Nullable Money price) {
    return price == null
        ? null
        : new Price(price.toDecimal(), price.currency(), price.minorUnits());
  }

  private static Refused refused(InvalidSearchException e) {
    return new Refused(e.refusal().code(), e.parameter(), e.detail());
  }

  private static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
