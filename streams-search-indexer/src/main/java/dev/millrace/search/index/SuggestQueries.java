package dev.millrace.search.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What a shopper who has begun to write may mean. Safe for any number of threads. */
public final class SuggestQueries {

  /** What a suggestion names. */
  public enum Kind {
    BRAND,
    PRODUCT
  }

  /** One suggestion. */
  public record Suggestion(String text, Kind kind) {}

  public static final int LIMIT_MAX = 20;
  private static final int BRANDS_MAX = 3;
  private static final int LOOKED_AT_MAX = 60;
  private static final float BEGINS_ALIKE_BOOST = 3f;

  private final SearchIndex index;

  public SuggestQueries(SearchIndex index) {
    this.index = index;
  }

  /**
   * Brands that begin so, then titles that have all the words, the last one perhaps unfinished.
   *
   * @throws InvalidSearchException if the text is too long
   */
  public List<Suggestion> suggest(String text, int limit) {
    String prefix = SearchRequest.text(text);
    List<String> words = SearchText.terms(SearchText.WORDS, prefix, TextQuery.TERMS_MAX);
    if (words.isEmpty()) {
      return List.of();
    }
    return index.read(searcher -> suggest(searcher, SearchText.key(prefix), words, limit));
  }

  private static List<Suggestion> suggest(
      IndexSearcher searcher, String prefix, List<String> words, int limit) throws IOException {
    Map<String, Suggestion> found = new LinkedHashMap<>();
    for (String brand : brands(searcher, prefix, Math.min(BRANDS_MAX, limit))) {
      found.putIfAbsent(SearchText.key(brand), new Suggestion(brand, Kind.BRAND));
    }
    for (String title : texts(searcher, titles(prefix, words), SearchFields.TITLE, LOOKED_AT_MAX)) {
      if (found.size() < limit) {
        found.putIfAbsent(SearchText.key(title), new Suggestion(title, Kind.PRODUCT));
      }
    }
    return List.copyOf(found.values());
  }

  /** The brands of most products among the first that begin so. */
  private static List<String> brands(IndexSearcher searcher, String prefix, int limit)
      throws IOException {
    Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), SearchFields.BRAND_KEY);
    if (terms == null) {
      return List.of();
    }
    Map<String, Integer> products = new HashMap<>();
    TermsEnum brand = terms.iterator();
    boolean more = brand.seekCeil(new BytesRef(prefix)) != TermsEnum.SeekStatus.END;
    while (more && products.size() < LOOKED_AT_MAX) {
      String key = brand.term().utf8ToString();
      if (!key.startsWith(prefix)) {
        break;
      }
      products.put(key, brand.docFreq());
      more = brand.next() != null;
    }
    List<String> keys =
        products.keySet().stream()
            .sorted(
                Comparator.comparing((String key) -> -products.getOrDefault(key, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(limit)
            .toList();
    List<String> brands = new ArrayList<>();
    for (String key : keys) {
      Query one = new TermQuery(new Term(SearchFields.BRAND_KEY, key));
      texts(searcher, one, SearchFields.BRAND, 1).forEach(brands::add);
    }
    return brands;
  }

  private static Query titles(String prefix, List<String> words) {
    var titles = new BooleanQuery.Builder();
    for (String word : words.subList(0, words.size() - 1)) {
      titles.add(new TermQuery(new Term(SearchFields.WORDS, word)), Occur.MUST);
    }
    titles.add(new PrefixQuery(new Term(SearchFields.WORDS, words.getLast())), Occur.MUST);
    titles.add(
        new BoostQuery(
            new PrefixQuery(new Term(SearchFields.TITLE_START, prefix)), BEGINS_ALIKE_BOOST),
        Occur.SHOULD);
    return titles.build();
  }

  private static List<String> texts(IndexSearcher searcher, Query query, String field, int hitsMax)
      throws IOException {
    StoredFields stored = searcher.storedFields();
    List<String> texts = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, hitsMax).scoreDocs) {
      String text = stored.document(hit.doc).get(field);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }
}
