package dev.millrace.search.index;

import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What a shopper's words match. A word may stand in any field: fields are weighed together as one
 * long text, so that "sony headphones" finds a product whose brand is one word and whose title the
 * other.
 */
final class TextQuery {

  /** Words beyond these add nothing to a search. */
  static final int TERMS_MAX = 20;

  private static final float TITLE_WEIGHT = 8f;
  private static final float BRAND_WEIGHT = 4f;
  private static final float CATEGORY_WEIGHT = 4f;
  private static final float ATTRIBUTE_SCORE = 0.01f;
  private static final float TITLE_TERM_BOOST = 0.5f;
  private static final float TITLE_PHRASE_BOOST = 1f;
  private static final float SKU_BOOST = 1_000f;
  private static final int PHRASE_SLOP = 2;

  private TextQuery() {}

  /** Every word must be there, or the text is a SKU. */
  static Query everyWord(String text) {
    if (text.isEmpty()) {
      return new MatchAllDocsQuery();
    }
    var either = new BooleanQuery.Builder();
    either.add(
        new BoostQuery(
            new ConstantScoreQuery(
                new TermQuery(new Term(SearchFields.SKU_KEY, text.toLowerCase(Locale.ROOT)))),
            SKU_BOOST),
        Occur.SHOULD);
    List<String> terms = SearchText.terms(SearchText.ENGLISH, text, TERMS_MAX);
    if (!terms.isEmpty()) {
      either.add(words(terms, Occur.MUST, 0), Occur.SHOULD);
    }
    return either.build();
  }

  /** Most words must be there: one of two, two of three, and then three of four. */
  static Query mostWords(String text) {
    List<String> terms = SearchText.terms(SearchText.ENGLISH, text, TERMS_MAX);
    if (terms.isEmpty()) {
      return new MatchNoDocsQuery("no words");
    }
    int needed = terms.size() <= 2 ? 1 : terms.size() * 2 / 3;
    return words(terms, Occur.SHOULD, needed);
  }

  private static Query words(List<String> terms, Occur occur, int needed) {
    var matching = new BooleanQuery.Builder().setMinimumNumberShouldMatch(needed);
    terms.forEach(term -> matching.add(inAnyField(term), occur));
    var words = new BooleanQuery.Builder().add(matching.build(), Occur.MUST);
    for (String term : terms) {
      words.add(
          new BoostQuery(new TermQuery(new Term(SearchFields.TITLE, term)), TITLE_TERM_BOOST),
          Occur.SHOULD);
    }
    if (terms.size() > 1) {
      words.add(
          new BoostQuery(
              new PhraseQuery(PHRASE_SLOP, SearchFields.TITLE, terms.toArray(String[]::new)),
              TITLE_PHRASE_BOOST),
          Occur.SHOULD);
    }
    return words.build();
  }

  private static Query inAnyField(String term) {
    Query texts =
        new CombinedFieldQuery.Builder(term)
            .addField(SearchFields.TITLE, TITLE_WEIGHT)
            .addField(SearchFields.BRAND, BRAND_WEIGHT)
            .addField(SearchFields.CATEGORY, CATEGORY_WEIGHT)
            .addField(SearchFields.DESCRIPTION, 1f)
            .build();
    // Attributes find a product but hardly rank it: how long a list of them is says nothing.
    Query attributes =
        new ConstantScoreQuery(new TermQuery(new Term(SearchFields.ATTRIBUTES, term)));
    return new BooleanQuery.Builder()
        .add(texts, Occur.SHOULD)
        .add(new BoostQuery(attributes, ATTRIBUTE_SCORE), Occur.SHOULD)
        .build();
  }
}
