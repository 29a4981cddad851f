package dev.millrace.search.index;

/** The fields of an indexed document. Their meaning is part of {@link SearchIndex#LAYOUT}. */
final class SearchFields {

  /** Product id: exact, sortable, stored. */
  static final String ID = "id";

  /** Texts, analysed as English. */
  static final String TITLE = "title";

  static final String BRAND = "brand";
  static final String CATEGORY = "category";
  static final String DESCRIPTION = "description";
  static final String ATTRIBUTES = "attributes";

  /** Words of title and brand as people write them: for spelling and suggestions. */
  static final String WORDS = "words";

  /** The whole title, normalised: for suggestions that begin as the shopper's text does. */
  static final String TITLE_START = "title_start";

  /** Exact values, normalised: for filters. */
  static final String SKU_KEY = "sku_key";

  static final String BRAND_KEY = "brand_key";
  static final String CATEGORY_KEY = "category_key";
  static final String ATTRIBUTE_KEY = "attribute_key";
  static final String IN_STOCK = "in_stock";

  /** Values as they are shown: doc values for counting. */
  static final String BRAND_LABEL = "brand_label";

  static final String CATEGORY_LABEL = "category_label";
  static final String ATTRIBUTE_LABEL = "attribute_label";

  /** Numbers. */
  static final String PRICE = "price";

  static final String LISTED_AT = "listed_at";

  /** What an answer shows; stored only. */
  static final String CURRENCY = "currency";

  static final String IMAGE = "image";
  static final String SKU = "sku";

  /** Between the name and the value of an attribute; sorts before everything in a name. */
  static final char SEPARATOR = '\0';

  private SearchFields() {}
}
