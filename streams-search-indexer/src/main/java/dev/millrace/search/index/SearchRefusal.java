package dev.millrace.search.index;

import java.util.Locale;

/** Why a search is not carried out. */
public enum SearchRefusal {
  QUERY_TOO_LONG,
  FILTERS_TOO_LONG,
  TOO_MANY_FILTERS,
  FILTER_MALFORMED,
  FILTER_UNKNOWN,
  FILTER_VALUE_INVALID,
  RATING_NOT_AVAILABLE,
  SORT_UNKNOWN,
  TOO_MANY_FACETS,
  FACET_UNKNOWN,
  LIMIT_OUT_OF_BOUNDS,
  CURSOR_INVALID;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The stable name that callers see. */
  public String code() {
    return code;
  }
}
