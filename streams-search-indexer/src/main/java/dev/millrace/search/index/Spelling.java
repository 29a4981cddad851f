package dev.millrace.search.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/** Puts words that no product has right, by the words that products have. */
final class Spelling {

  private static final int WORDS_MAX = 8;

  private Spelling() {}

  /** The text with its unknown words replaced; empty if there are none or nothing comes close. */
  static Optional<String> correct(IndexReader reader, String text) throws IOException {
    var checker = new DirectSpellChecker();
    List<String> words = SearchText.terms(SearchText.WORDS, text, WORDS_MAX);
    boolean corrected = false;
    var result = new StringBuilder();
    for (String word : words) {
      SuggestWord[] better =
          checker.suggestSimilar(
              new Term(SearchFields.WORDS, word), 1, reader, SuggestMode.SUGGEST_WHEN_NOT_IN_INDEX);
      corrected |= better.length > 0;
      result
          .append(result.isEmpty() ? "" : " ")
          .append(better.length > 0 ? better[0].string : word);
    }
    return corrected ? Optional.of(result.toString()) : Optional.empty();
  }
}
