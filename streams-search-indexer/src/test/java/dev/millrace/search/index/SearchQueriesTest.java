package dev.millrace.search.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.search.index.SearchResult.Item;
import dev.millrace.search.index.SuggestQueries.Kind;
import dev.millrace.search.index.SuggestQueries.Suggestion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueriesTest {

  private static final int PRODUCTS = 120;

  @TempDir Path folder;
  private SearchIndex index;
  private SearchQueries queries;

  @BeforeEach
  void fill() {
    index = SearchIndex.open(folder, IndexedProducts.OPTIONS);
    queries = new SearchQueries(index);
    IndexedProducts.fill(index, PRODUCTS);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void findsWordsAcrossFields() {
    SearchResult result = search(Map.of("q", "sony HEADPHONE red"));
    assertThat(result.total()).isEqualTo(10);
    Item item = result.items().getFirst();
    assertThat(item.brand()).isEqualTo("Sony");
    assertThat(item.inStock()).isTrue();
    assertThat(item.price()).isNotNull();
    assertThat(item.skus()).containsExactly("SKU-" + item.productId());
    assertThat(result.indexOffsets()).containsEntry(0, 119L).containsEntry(1, 120L);
  }

  @Test
  void findsAProductByItsSkuFirst() {
    SearchResult result = search(Map.of("q", "sku-PRD_00042"));
    assertThat(result.items().getFirst().productId()).isEqualTo("prd_00042");
  }

  @Test
  void settlesForMostWordsWhenNoProductHasThemAll() {
    assertThat(search(Map.of("q", "wireless headphones zeppelin")).total()).isEqualTo(PRODUCTS);
    assertThat(search(Map.of("q", "zeppelin")).total()).isZero();
  }

  @Test
  void putsSpellingRightWhenNothingIsFound() {
    SearchResult result = search(Map.of("q", "wirless hedphones"));
    assertThat(result.correctedQuery()).isEqualTo("wireless headphones");
    assertThat(result.total()).isEqualTo(PRODUCTS);
    assertThat(search(Map.of("q", "wireless")).correctedQuery()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "brand:sony; 40",
        "brand:SONY|acme; 80",
        "brand:\"electro, inc\"; 40",
        "attr.color:red|blue; 60",
        "attr.Color:dark grey; 30",
        "brand:sony,attr.color:red; 10",
        "price:<1200; 6",
        "price:<=1200; 9",
        "price:>=5800; 4",
        "price:1000..1100; 6",
        "price:1000|1100; 6",
        "category:cat_audio; 120",
        "in_stock:true; 120",
        "in_stock:false; 0",
        "sku:SKU-prd_00007; 1",
      })
  void filters(String filters, long expected) {
    assertThat(search(Map.of("filters", filters)).total()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "filters; brand; filter_malformed",
        "filters; brand:; filter_malformed",
        "filters; brand:\"x; filter_malformed",
        "filters; ,; filter_malformed",
        "filters; weight:3; filter_unknown",
        "filters; attr.:3; filter_unknown",
        "filters; price:cheap; filter_value_invalid",
        "filters; price:99999999999999999999; filter_value_invalid",
        "filters; in_stock:maybe; filter_value_invalid",
        "filters; rating:>=4; rating_not_available",
        "sort; rating; sort_unknown",
        "sort; color; sort_unknown",
        "facets; size; facet_unknown",
        "facets; a,b,c,d,e,f,g,h,i,j,k,l; too_many_facets",
        "limit; 0; limit_out_of_bounds",
        "limit; 101; limit_out_of_bounds",
        "limit; many; limit_out_of_bounds",
        "cursor; nonsense; cursor_invalid",
        "cursor; !!!; cursor_invalid",
      })
  void namesWhatIsWrong(String parameter, String value, String code) {
    assertThatExceptionOfType(InvalidSearchException.class)
        .isThrownBy(() -> search(Map.of(parameter, value)))
        .satisfies(
            refused -> {
              assertThat(refused.refusal().code()).isEqualTo(code);
              assertThat(refused.parameter()).isEqualTo(parameter);
            });
  }

  @Test
  void boundsQueryAndFilters() {
    assertRefused(SearchRefusal.QUERY_TOO_LONG, Map.of("q", "q".repeat(301)));
    assertRefused(SearchRefusal.FILTERS_TOO_LONG, Map.of("filters", "f".repeat(2_001)));
    String many = String.join(",", java.util.Collections.nCopies(21, "brand:a"));
    assertRefused(SearchRefusal.TOO_MANY_FILTERS, Map.of("filters", many));
  }

  @Test
  void sortsByPriceAndAge() {
    assertThat(prices(search(Map.of("sort", "price", "limit", "100"))))
        .isSortedAccordingTo(Comparator.naturalOrder());
    assertThat(prices(search(Map.of("sort", "-price", "limit", "100"))))
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(search(Map.of("sort", "newest")).items().getFirst().productId())
        .isEqualTo("prd_00119");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relevance", "price", "-price", "newest"})
  void aCursorWalksEveryHitOnce(String sort) {
    Set<String> seen = new HashSet<>();
    int hits = 0;
    String cursor = null;
    do {
      SearchResult page = search(page("wireless", sort, cursor));
      assertThat(page.total()).isEqualTo(PRODUCTS);
      page.items().forEach(item -> seen.add(item.productId()));
      hits += page.items().size();
      cursor = page.next();
    } while (cursor != null);
    assertThat(hits).isEqualTo(PRODUCTS);
    assertThat(seen).hasSize(PRODUCTS);
  }

  @Test
  void aCursorKeepsToTheCorrectedQuery() {
    SearchResult first = search(page("wirless", "relevance", null));
    SearchResult second = search(page("wirless", "relevance", first.next()));
    assertThat(second.correctedQuery()).isEqualTo("wireless");
    assertThat(second.items()).doesNotContainAnyElementsOf(first.items());
  }

  @Test
  void aCursorContinuesNoOtherSearch() {
    SearchResult first = search(page("wireless", "relevance", null));
    assertRefused(SearchRefusal.CURSOR_INVALID, page("model", "relevance", first.next()));
    assertRefused(SearchRefusal.CURSOR_INVALID, page("wireless", "price", first.next()));
  }

  @Test
  void countsFacetsOfTheHits() {
    SearchResult result =
        search(Map.of("filters", "brand:sony", "facets", "brand,category,price,attr.color"));
    assertThat(result.facets().get("brand")).isEqualTo(Map.of("Sony", 40));
    assertThat(result.facets().get("category")).isEqualTo(Map.of("cat_audio", 40));
    assertThat(result.facets().get("attr.color"))
        .isEqualTo(Map.of("Red", 10, "Blue", 10, "Green", 10, "Dark  Grey", 10));
    Map<String, Integer> prices = result.facets().getOrDefault("price", Map.of());
    assertThat(prices.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
    prices.forEach(
        (range, count) ->
            assertThat(search(Map.of("filters", "brand:sony,price:" + range)).total())
                .isEqualTo((long) count));
  }

  @Test
  void suggestsBrandsThenTitles() {
    var suggestions = new SuggestQueries(index);
    List<Suggestion> found = suggestions.suggest("so", 10);
    assertThat(found.getFirst()).isEqualTo(new Suggestion("Sony", Kind.BRAND));
    assertThat(suggestions.suggest("Wireless hea", 5))
        .hasSize(5)
        .allSatisfy(one -> assertThat(one.text()).startsWith("Wireless headphones"));
    assertThat(suggestions.suggest("electro", 5).getFirst().text()).isEqualTo("Électro, Inc");
    assertThat(suggestions.suggest("  ", 5)).isEmpty();
  }

  @Test
  void hostileTextNeverBreaksASearch() {
    var suggestions = new SuggestQueries(index);
    for (long seed = 1; seed <= 2_000; seed++) {
      Map<String, String> parameters = hostile(new Random(seed));
      try {
        SearchResult result = search(parameters);
        assertThat(result.items().size()).as("seed %d", seed).isLessThanOrEqualTo(100);
        suggestions.suggest(parameters.getOrDefault("q", ""), 10);
      } catch (InvalidSearchException e) {
        assertThat(e.refusal()).as("seed %d", seed).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed, parameters), e);
      }
    }
  }

  private static Map<String, String> hostile(Random random) {
    String alphabet =
        "ab \"'\\/:|,.*?~^()[]{}+-!&<>=0123\0\n\t\u00e9\u4e2d\ud83d\ude00\ud800\u202e%$#";
    Map<String, String> parameters = new HashMap<>();
    for (String name : List.of("q", "filters", "facets", "sort", "cursor", "limit")) {
      if (random.nextInt(name.equals("q") ? 1 : 4) == 0) {
        var text = new StringBuilder();
        if (name.equals("filters") && random.nextBoolean()) {
          text.append(List.of("brand:", "price:", "attr.").get(random.nextInt(3)));
        }
        if (name.equals("facets") && random.nextBoolean()) {
          text.append("attr.");
        }
        int length = random.nextInt(random.nextInt(10) == 0 ? 400 : 12);
        for (int i = 0; i < length; i++) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        parameters.put(name, text.toString());
      }
    }
    return parameters;
  }

  private static Map<String, String> page(String q, String sort, @Nullable String cursor) {
    Map<String, String> parameters = new HashMap<>(Map.of("q", q, "sort", sort, "limit", "7"));
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    return parameters;
  }

  private void assertRefused(SearchRefusal refusal, Map<String, String> parameters) {
    assertThatExceptionOfType(InvalidSearchException.class)
        .isThrownBy(() -> search(parameters))
        .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
  }

  private SearchResult search(Map<String, String> parameters) {
    return queries.search(SearchRequest.from(parameters));
  }

  private static List<Long> prices(SearchResult result) {
    List<Long> prices = new ArrayList<>();
    result
        .items()
        .forEach(item -> prices.add(item.price() == null ? -1 : item.price().minorUnits()));
    return prices;
  }

  @Test
  void productsWithoutAPriceComeLast() {
    var free = IndexedProducts.document("prd_free", "Free", "Acme", "Red", 1, Instant.EPOCH);
    var unpriced =
        dev.millrace.avro.search.SearchDocument.newBuilder(free).setVariants(List.of()).build();
    index.apply(List.of(new DocumentChange(0, 500, "prd_free", unpriced)));
    index.refresh();
    for (String sort : List.of("price", "-price")) {
      Map<String, String> all = Map.of("sort", sort, "limit", "100", "filters", "brand:acme");
      assertThat(search(all).items().getLast().productId()).isEqualTo("prd_free");
    }
  }
}
