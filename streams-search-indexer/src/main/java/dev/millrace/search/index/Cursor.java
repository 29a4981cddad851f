package dev.millrace.search.index;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;

/**
 * Where a list of hits goes on: after the last hit that was shown, by what it was sorted by.
 *
 * @param mode how the query was understood on the first page; later pages keep to it
 * @param request digest of what was asked for: a cursor continues nothing else
 * @param sortedBy bits of the score, or the number
 * @param productId the last hit
 */
record Cursor(Mode mode, int request, long sortedBy, String productId) {

  /** How a query is understood. */
  enum Mode {
    /** Every word must be there. */
    EVERY_WORD,
    /** Every word of the corrected query must be there. */
    CORRECTED,
    /** Most words must be there. */
    MOST_WORDS
  }

  private static final int LENGTH_MAX = 600;

  static Cursor parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw invalid();
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      List<String> parts = List.of(plain.split(":", 4));
      if (parts.size() != 4) {
        throw invalid();
      }
      Mode mode = Mode.valueOf(parts.get(0));
      int request = Integer.parseInt(parts.get(1));
      return new Cursor(mode, request, Long.parseLong(parts.get(2)), parts.get(3));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  String text() {
    String plain = "%s:%d:%d:%s".formatted(mode, request, sortedBy, productId);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static Cursor after(Mode mode, SearchRequest request, FieldDoc last) {
    Object[] by = Objects.requireNonNull(last.fields, "a sorted hit has its values");
    long sortedBy =
        switch (by[0]) {
          case Float score -> Float.floatToIntBits(score);
          case Long number -> number;
          case null, default -> throw new IllegalStateException("no sort value: " + by[0]);
        };
    return new Cursor(mode, request.digest(), sortedBy, ((BytesRef) by[1]).utf8ToString());
  }

  /** The hit as Lucene continues from it; its document number stands behind all others. */
  FieldDoc position(SortOrder order, int maxDoc) {
    Object first =
        switch (order) {
          case RELEVANCE -> Float.intBitsToFloat((int) sortedBy);
          case PRICE, PRICE_DESCENDING, NEWEST -> sortedBy;
        };
    return new FieldDoc(
        Math.max(0, maxDoc - 1), Float.NaN, new Object[] {first, new BytesRef(productId)});
  }

  static InvalidSearchException invalid() {
    return new InvalidSearchException(
        SearchRefusal.CURSOR_INVALID, "cursor", "the cursor does not belong to this search");
  }
}
