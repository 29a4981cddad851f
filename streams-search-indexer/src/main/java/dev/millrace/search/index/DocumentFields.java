package dev.millrace.search.index;

import static dev.millrace.search.index.SearchFields.SEPARATOR;

import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Turns a search document into the fields of the index. */
final class DocumentFields {

  /** Values of an attribute that say that a product has what the attribute's name says. */
  private static final Set<String> YES = Set.of("true", "yes", "y");

  private DocumentFields() {}

  static Document of(SearchDocument source, String preferredCurrency) {
    var fields = new Document();
    fields.add(new StringField(SearchFields.ID, source.getProductId(), Field.Store.YES));
    fields.add(new SortedDocValuesField(SearchFields.ID, new BytesRef(source.getProductId())));
    addTexts(fields, source);
    addLabels(fields, source);
    addAttributes(fields, source);
    addVariants(fields, source, preferredCurrency);
    fields.add(
        new NumericDocValuesField(SearchFields.LISTED_AT, source.getListedAt().toEpochMilli()));
    if (!source.getImages().isEmpty()) {
      fields.add(new StoredField(SearchFields.IMAGE, source.getImages().getFirst()));
    }
    return fields;
  }

  private static void addTexts(Document fields, SearchDocument source) {
    String variantTitles =
        source.getVariants().stream()
            .map(SearchVariant::getTitle)
            .flatMap(title -> Optional.ofNullable(title).stream())
            .collect(Collectors.joining(" "));
    fields.add(new TextField(SearchFields.TITLE, source.getTitle(), Field.Store.YES));
    fields.add(
        new TextField(
            SearchFields.DESCRIPTION,
            source.getDescription() + " " + variantTitles,
            Field.Store.NO));
    fields.add(
        new TextField(
            SearchFields.WORDS,
            source.getTitle() + " " + Optional.ofNullable(source.getBrand()).orElse(""),
            Field.Store.NO));
    fields.add(
        new StringField(
            SearchFields.TITLE_START, SearchText.key(source.getTitle()), Field.Store.NO));
  }

  private static void addLabels(Document fields, SearchDocument source) {
    addLabel(
        fields,
        source.getBrand(),
        SearchFields.BRAND,
        SearchFields.BRAND_KEY,
        SearchFields.BRAND_LABEL);
    addLabel(
        fields,
        source.getCategoryId(),
        SearchFields.CATEGORY,
        SearchFields.CATEGORY_KEY,
        SearchFields.CATEGORY_LABEL);
  }

  private static void addLabel(
      Document fields, @Nullable String label, String text, String key, String counted) {
    if (label != null) {
      fields.add(new TextField(text, label, Field.Store.YES));
      fields.add(new StringField(key, SearchText.key(label), Field.Store.NO));
      fields.add(new SortedSetDocValuesField(counted, new BytesRef(label)));
    }
  }

  private static void addAttributes(Document fields, SearchDocument source) {
    var text = new StringBuilder();
    Set<String> seen = new HashSet<>();
    List<Map<String, String>> all = new ArrayList<>();
    all.add(source.getAttributes());
    source.getVariants().forEach(variant -> all.add(variant.getAttributes()));
    for (Map<String, String> attributes : all) {
      attributes.forEach(
          (name, value) -> {
            String nameKey = SearchText.key(name);
            if (seen.add(nameKey + SEPARATOR + value)) {
              String valueKey = SearchText.key(value);
              text.append(YES.contains(valueKey) ? name.replace('_', ' ') : value).append(" . ");
              addAttribute(fields, nameKey, valueKey, value);
            }
          });
    }
    fields.add(new TextField(SearchFields.ATTRIBUTES, text.toString(), Field.Store.NO));
  }

  private static void addAttribute(Document fields, String nameKey, String valueKey, String value) {
    fields.add(
        new StringField(
            SearchFields.ATTRIBUTE_KEY, nameKey + SEPARATOR + valueKey, Field.Store.NO));
    if (value.length() <= SearchText.KEY_LENGTH_MAX) {
      fields.add(
          new SortedSetDocValuesField(
              SearchFields.ATTRIBUTE_LABEL, new BytesRef(nameKey + SEPARATOR + value)));
    }
  }

  private static void addVariants(
      Document fields, SearchDocument source, String preferredCurrency) {
    boolean inStock = false;
    for (SearchVariant variant : source.getVariants()) {
      inStock |= variant.getInStock();
      fields.add(new StoredField(SearchFields.SKU, variant.getSku()));
      fields.add(
          new StringField(
              SearchFields.SKU_KEY, variant.getSku().toLowerCase(Locale.ROOT), Field.Store.NO));
    }
    fields.add(new StringField(SearchFields.IN_STOCK, Boolean.toString(inStock), Field.Store.YES));
    source.getVariants().stream()
        .filter(variant -> variant.getPriceMinor() != null && variant.getCurrency() != null)
        .min(
            Comparator.comparing((SearchVariant variant) -> !variant.getInStock())
                .thenComparing(variant -> !variant.getCurrency().equals(preferredCurrency))
                .thenComparing(SearchVariant::getCurrency)
                .thenComparing(SearchVariant::getPriceMinor))
        .ifPresent(
            cheapest -> {
              fields.add(
                  new LongField(SearchFields.PRICE, cheapest.getPriceMinor(), Field.Store.YES));
              fields.add(new StoredField(SearchFields.CURRENCY, cheapest.getCurrency()));
            });
  }
}
