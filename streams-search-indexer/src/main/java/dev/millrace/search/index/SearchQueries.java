package dev.millrace.search.index;

import dev.millrace.schemas.money.Money;
import dev.millrace.search.index.Cursor.Mode;
import dev.millrace.search.index.SearchResult.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.jspecify.annotations.Nullable;

/** Answers searches from the index. Safe for any number of threads. */
public final class SearchQueries {

  private final SearchIndex index;

  public SearchQueries(SearchIndex index) {
    this.index = index;
  }

  /**
   * Finds products. Every word must be found; if no product has them all, the spelling is put
   * right, and if that does not help, most words are enough.
   */
  public SearchResult search(SearchRequest request) {
    // Read before the searcher: what it says is then certainly in there.
    Map<Integer, Long> offsets = index.visibleOffsets();
    return index.read(searcher -> search(searcher, request, offsets));
  }

  /** A query with its hits. */
  private record Page(Mode mode, @Nullable String corrected, Query query, TopFieldDocs hits) {
    private boolean isEmpty() {
      return hits.totalHits.value() == 0;
    }
  }

  private static SearchResult search(
      IndexSearcher searcher, SearchRequest request, Map<Integer, Long> offsets)
      throws IOException {
    Page page = page(searcher, request);
    ScoreDoc[] hits = page.hits().scoreDocs;
    int shown = Math.min(hits.length, request.limit());
    StoredFields stored = searcher.storedFields();
    List<Item> items = new ArrayList<>(shown);
    for (int i = 0; i < shown; i++) {
      items.add(item(stored.document(hits[i].doc)));
    }
    String next =
        hits.length > shown
            ? Cursor.after(page.mode(), request, (FieldDoc) hits[shown - 1]).text()
            : null;
    return new SearchResult(
        items,
        page.hits().totalHits.value(),
        facets(searcher, page.query(), request.facets()),
        next,
        page.corrected(),
        offsets);
  }

  private static Page page(IndexSearcher searcher, SearchRequest request) throws IOException {
    Cursor cursor = request.cursor();
    if (cursor != null) {
      return switch (cursor.mode()) {
        case EVERY_WORD -> everyWord(searcher, request);
        case CORRECTED -> corrected(searcher, request).orElseThrow(Cursor::invalid);
        case MOST_WORDS -> mostWords(searcher, request);
      };
    }
    Page page = everyWord(searcher, request);
    if (!page.isEmpty() || request.text().isEmpty()) {
      return page;
    }
    Optional<Page> corrected = corrected(searcher, request).filter(one -> !one.isEmpty());
    return corrected.isPresent() ? corrected.get() : mostWords(searcher, request);
  }

  private static Page everyWord(IndexSearcher searcher, SearchRequest request) throws IOException {
    Query query = filtered(TextQuery.everyWord(request.text()), request);
    return new Page(Mode.EVERY_WORD, null, query, hits(searcher, request, query));
  }

  private static Optional<Page> corrected(IndexSearcher searcher, SearchRequest request)
      throws IOException {
    Optional<String> text = Spelling.correct(searcher.getIndexReader(), request.text());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Query query = filtered(TextQuery.everyWord(text.get()), request);
    return Optional.of(new Page(Mode.CORRECTED, text.get(), query, hits(searcher, request, query)));
  }

  private static Page mostWords(IndexSearcher searcher, SearchRequest request) throws IOException {
    Query query = filtered(TextQuery.mostWords(request.text()), request);
    return new Page(Mode.MOST_WORDS, null, query, hits(searcher, request, query));
  }

  private static Query filtered(Query text, SearchRequest request) {
    if (request.filters().isEmpty()) {
      return text;
    }
    var filtered = new BooleanQuery.Builder().add(text, Occur.MUST);
    request.filters().forEach(filter -> filtered.add(filter.query(), Occur.FILTER));
    return filtered.build();
  }

  /** One hit more than the limit, to know whether there is another page. */
  private static TopFieldDocs hits(IndexSearcher searcher, SearchRequest request, Query query)
      throws IOException {
    Cursor cursor = request.cursor();
    int maxDoc = searcher.getIndexReader().maxDoc();
    FieldDoc after = cursor == null || maxDoc == 0 ? null : cursor.position(request.sort(), maxDoc);
    return searcher.search(
        query,
        new TopFieldCollectorManager(
            request.sort().sort(), request.limit() + 1, after, Integer.MAX_VALUE));
  }

  private static Map<String, Map<String, Integer>> facets(
      IndexSearcher searcher, Query query, List<String> names) throws IOException {
    Map<String, Map<String, Integer>> facets = new LinkedHashMap<>();
    FacetCounts.count(searcher, query, names)
        .forEach(
            (name, counts) -> {
              Map<String, Integer> values = new LinkedHashMap<>();
              counts.forEach(count -> values.put(count.value(), count.hits()));
              facets.put(name, values);
            });
    return facets;
  }

  private static Item item(Document stored) {
    Number priceMinor =
        stored.getField(SearchFields.PRICE) == null
            ? null
            : stored.getField(SearchFields.PRICE).numericValue();
    String currency = stored.get(SearchFields.CURRENCY);
    return new Item(
        stored.get(SearchFields.ID),
        stored.get(SearchFields.TITLE),
        stored.get(SearchFields.BRAND),
        stored.get(SearchFields.CATEGORY),
        stored.get(SearchFields.IMAGE),
        priceMinor == null || currency == null ? null : new Money(priceMinor.longValue(), currency),
        Boolean.parseBoolean(stored.get(SearchFields.IN_STOCK)),
        Arrays.asList(stored.getValues(SearchFields.SKU)));
  }
}
