package dev.millrace.search.index;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * One condition on hits. In text: {@code name:value}, values parted by {@code |} when any will do,
 * conditions by commas when all must hold; a value with such a character stands in double quotes.
 */
sealed interface SearchFilter {

  int TEXT_LENGTH_MAX = 2_000;
  int FILTERS_MAX = 20;
  int VALUES_MAX = 100;

  /** One of some exact values, normalised. */
  record AnyOf(String field, List<String> keys) implements SearchFilter {}

  /** A price in one of some ranges, in minor units, both ends included. */
  record PriceIn(List<PriceRange> ranges) implements SearchFilter {}

  /** Both ends included. */
  record PriceRange(long minMinor, long maxMinor) {
    private static final Pattern TEXT =
        Pattern.compile("(<=|>=|<|>)?(\\d{1,15})|(\\d{1,15})\\.\\.(\\d{1,15})");

    static PriceRange parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new InvalidSearchException(
            SearchRefusal.FILTER_VALUE_INVALID,
            "filters",
            "price must be minor units such as 1999, <1999, >=1999 or 1000..1999");
      }
      if (matcher.group(2) == null) {
        return new PriceRange(Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4)));
      }
      long number = Long.parseLong(matcher.group(2));
      String sign = matcher.group(1) == null ? "" : matcher.group(1);
      return switch (sign) {
        case "<" -> new PriceRange(Long.MIN_VALUE, number - 1);
        case "<=" -> new PriceRange(Long.MIN_VALUE, number);
        case ">" -> new PriceRange(number + 1, Long.MAX_VALUE);
        case ">=" -> new PriceRange(number, Long.MAX_VALUE);
        default -> new PriceRange(number, number);
      };
    }
  }

  /** What Lucene matches. */
  default Query query() {
    return switch (this) {
      case AnyOf(var field, var keys) when keys.size() == 1 ->
          new TermQuery(new Term(field, keys.getFirst()));
      case AnyOf(var field, var keys) ->
          new TermInSetQuery(field, keys.stream().map(BytesRef::new).toList());
      case PriceIn(var ranges) -> {
        var any = new BooleanQuery.Builder();
        for (PriceRange range : ranges) {
          any.add(
              LongField.newRangeQuery(SearchFields.PRICE, range.minMinor(), range.maxMinor()),
              BooleanClause.Occur.SHOULD);
        }
        yield any.build();
      }
    };
  }

  /**
   * Reads conditions.
   *
   * @throws InvalidSearchException naming what is wrong
   */
  static List<SearchFilter> parse(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new InvalidSearchException(
          SearchRefusal.FILTERS_TOO_LONG,
          "filters",
          "filters must have at most %d characters".formatted(TEXT_LENGTH_MAX));
    }
    List<SearchFilter> filters = new ArrayList<>();
    if (text.isBlank()) {
      return filters;
    }
    int values = 0;
    for (String clause : split(text, ',')) {
      List<String> parts = split(clause, ':');
      if (parts.size() < 2 || parts.getFirst().isBlank()) {
        throw malformed("each filter must be name:value");
      }
      String name = unquoted(parts.getFirst());
      List<String> alternatives =
          split(clause.substring(parts.getFirst().length() + 1), '|').stream()
              .map(SearchFilter::unquoted)
              .toList();
      values += alternatives.size();
      filters.add(one(name, alternatives));
    }
    if (filters.size() > FILTERS_MAX || values > VALUES_MAX) {
      throw new InvalidSearchException(
          SearchRefusal.TOO_MANY_FILTERS,
          "filters",
          "at most %d filters with %d values together".formatted(FILTERS_MAX, VALUES_MAX));
    }
    return filters;
  }

  private static SearchFilter one(String name, List<String> values) {
    if (values.stream().anyMatch(String::isBlank)) {
      throw malformed("a filter has an empty value: " + name);
    }
    if (name.startsWith("attr.") && name.length() > "attr.".length()) {
      String attribute = SearchText.key(name.substring("attr.".length()));
      return new AnyOf(
          SearchFields.ATTRIBUTE_KEY,
          values.stream()
              .map(value -> attribute + SearchFields.SEPARATOR + SearchText.key(value))
              .toList());
    }
    return switch (name) {
      case "brand" -> keys(SearchFields.BRAND_KEY, values);
      case "category" -> keys(SearchFields.CATEGORY_KEY, values);
      case "sku" -> keys(SearchFields.SKU_KEY, values);
      case "price" -> new PriceIn(values.stream().map(PriceRange::parse).toList());
      case "in_stock" -> {
        if (!values.stream().allMatch(value -> value.equals("true") || value.equals("false"))) {
          throw new InvalidSearchException(
              SearchRefusal.FILTER_VALUE_INVALID, "filters", "in_stock must be true or false");
        }
        yield new AnyOf(SearchFields.IN_STOCK, values);
      }
      case "rating" ->
          throw new InvalidSearchException(
              SearchRefusal.RATING_NOT_AVAILABLE,
              "filters",
              "products cannot be filtered by rating yet");
      default ->
          throw new InvalidSearchException(
              SearchRefusal.FILTER_UNKNOWN,
              "filters",
              "filters are brand, category, sku, price, in_stock and attr.<name>");
    };
  }

  private static SearchFilter keys(String field, List<String> values) {
    return new AnyOf(field, values.stream().map(SearchText::key).toList());
  }

  /** Splits at a character that does not stand in quotes; the quotes stay. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (text.charAt(i) == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (quoted) {
      throw malformed("a double quote is not closed");
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unquoted(String text) {
    return text.replace("\"", "").strip();
  }

  private static InvalidSearchException malformed(String detail) {
    return new InvalidSearchException(SearchRefusal.FILTER_MALFORMED, "filters", detail);
  }
}
