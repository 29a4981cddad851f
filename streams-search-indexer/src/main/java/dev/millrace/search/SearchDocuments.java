package dev.millrace.search;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.search.HeldDocument;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.avro.search.state.Selling;
import dev.millrace.avro.search.state.SkuFact;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a document of a product and what is known of its SKUs. */
final class SearchDocuments {

  private SearchDocuments() {}

  /** The document of a product, with what an earlier document knew of the SKUs that stay. */
  static HeldDocument of(Product product, @Nullable HeldDocument before) {
    ProductDetails details = product.getDetails();
    Map<String, SearchVariant> known =
        before == null
            ? Map.of()
            : before.getDocument().getVariants().stream()
                .collect(Collectors.toMap(SearchVariant::getSku, Function.identity()));
    List<SearchVariant> variants =
        details.getVariants().stream()
            .map(variant -> variant(variant, known.get(variant.getSku())))
            .toList();
    var document =
        new SearchDocument(
            product.getProductId(),
            product.getVersion(),
            details.getTitle(),
            details.getDescription(),
            details.getBrand(),
            details.getCategoryId(),
            new TreeMap<>(details.getAttributes()),
            details.getImages(),
            variants,
            product.getListedAt(),
            before == null
                ? product.getAt()
                : later(before.getDocument().getAt(), product.getAt()));
    return new HeldDocument(details.getStatus() == ProductStatus.ACTIVE, document);
  }

  /**
   * The document after news of one SKU; the same when the product does not carry it or knew that.
   */
  static HeldDocument with(HeldDocument before, SkuFact fact) {
    SearchDocument document = before.getDocument();
    List<SearchVariant> variants =
        document.getVariants().stream()
            .map(
                variant ->
                    variant.getSku().equals(fact.getSku())
                        ? selling(variant, fact.getSelling())
                        : variant)
            .toList();
    if (variants.equals(document.getVariants())) {
      return before;
    }
    return new HeldDocument(
        before.getShown(),
        SearchDocument.newBuilder(document)
            .setVariants(variants)
            .setAt(later(document.getAt(), fact.getAt()))
            .build());
  }

  /**
   * Whether both look the same to search: it shows neither the version nor the time of a change.
   */
  static boolean showTheSame(SearchDocument one, SearchDocument other) {
    return one.getTitle().equals(other.getTitle())
        && one.getDescription().equals(other.getDescription())
        && Objects.equals(one.getBrand(), other.getBrand())
        && Objects.equals(one.getCategoryId(), other.getCategoryId())
        && one.getAttributes().equals(other.getAttributes())
        && one.getImages().equals(other.getImages())
        && one.getVariants().equals(other.getVariants())
        && one.getListedAt().equals(other.getListedAt());
  }

  /** The SKUs of a document, in its order. */
  static Set<String> skus(@Nullable HeldDocument held) {
    Set<String> skus = new LinkedHashSet<>();
    if (held != null) {
      held.getDocument().getVariants().forEach(variant -> skus.add(variant.getSku()));
    }
    return skus;
  }

  private static SearchVariant variant(Variant variant, @Nullable SearchVariant known) {
    return new SearchVariant(
        variant.getSku(),
        variant.getTitle(),
        new TreeMap<>(variant.getAttributes()),
        known == null ? null : known.getPriceMinor(),
        known == null ? null : known.getCurrency(),
        known == null ? null : known.getSellerId(),
        known != null && known.getInStock());
  }

  private static SearchVariant selling(SearchVariant variant, Selling selling) {
    return new SearchVariant(
        variant.getSku(),
        variant.getTitle(),
        variant.getAttributes(),
        selling.getPriceMinor(),
        selling.getCurrency(),
        selling.getSellerId(),
        selling.getInStock());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
