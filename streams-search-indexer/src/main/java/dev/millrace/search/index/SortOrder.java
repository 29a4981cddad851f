package dev.millrace.search.index;

import java.util.Arrays;
import org.apache.lucene.document.LongField;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;

/** In which order products are found; those that tie come by product id, so a cursor can go on. */
public enum SortOrder {
  RELEVANCE("relevance"),
  PRICE("price"),
  PRICE_DESCENDING("-price"),
  NEWEST("newest");

  private final String parameter;

  SortOrder(String parameter) {
    this.parameter = parameter;
  }

  static SortOrder of(String parameter) {
    return Arrays.stream(values())
        .filter(order -> order.parameter.equals(parameter))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSearchException(
                    SearchRefusal.SORT_UNKNOWN,
                    "sort",
                    "sort must be relevance, price, -price or newest"));
  }

  /** Products without a price come last either way. */
  Sort sort() {
    SortField first =
        switch (this) {
          case RELEVANCE -> SortField.FIELD_SCORE;
          case PRICE ->
              LongField.newSortField(
                  SearchFields.PRICE, false, SortedNumericSelector.Type.MIN, Long.MAX_VALUE);
          case PRICE_DESCENDING ->
              LongField.newSortField(
                  SearchFields.PRICE, true, SortedNumericSelector.Type.MIN, Long.MIN_VALUE);
          case NEWEST -> new SortField(SearchFields.LISTED_AT, SortField.Type.LONG, true);
        };
    return new Sort(first, new SortField(SearchFields.ID, SortField.Type.STRING));
  }
}
