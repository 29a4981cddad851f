package dev.millrace.search.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How texts become terms, the same for documents and queries. */
final class SearchText {

  /** Longest label that is counted or filtered by. */
  static final int KEY_LENGTH_MAX = 256;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\x00]+");

  /** Stems English: what a shopper means. */
  static final Analyzer ENGLISH =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
          var tokens = new StandardTokenizer();
          TokenStream stream = new EnglishPossessiveFilter(tokens);
          stream = new ASCIIFoldingFilter(new LowerCaseFilter(stream));
          stream = new StopFilter(stream, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
          return new TokenStreamComponents(tokens, new PorterStemFilter(stream));
        }
      };

  /** Whole words: what a shopper writes. */
  static final Analyzer WORDS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
          var tokens = new StandardTokenizer();
          return new TokenStreamComponents(
              tokens, new ASCIIFoldingFilter(new LowerCaseFilter(tokens)));
        }
      };

  private SearchText() {}

  static Analyzer ofDocuments() {
    return new PerFieldAnalyzerWrapper(ENGLISH, Map.of(SearchFields.WORDS, WORDS));
  }

  /** The first distinct terms of a text. */
  static List<String> terms(Analyzer analyzer, String text, int termsMax) {
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream(SearchFields.TITLE, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (terms.size() < termsMax && stream.incrementToken()) {
        terms.add(term.toString());
      }
      if (terms.size() < termsMax) {
        stream.end();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
    return List.copyOf(terms);
  }

  /** A label as filters compare it: without case, accents and repeated blanks; bounded. */
  static String key(String label) {
    String bare = MARKS.matcher(Normalizer.normalize(label, Normalizer.Form.NFKD)).replaceAll("");
    String key = BLANKS.matcher(bare).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    return key.length() > KEY_LENGTH_MAX ? key.substring(0, KEY_LENGTH_MAX) : key;
  }
}
