package dev.millrace.catalog.product;

import static dev.millrace.catalog.product.ProductRefusal.ATTRIBUTE_KEY_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.ATTRIBUTE_VALUE_TOO_LONG;
import static dev.millrace.catalog.product.ProductRefusal.BRAND_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.CATEGORY_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.DESCRIPTION_TOO_LONG;
import static dev.millrace.catalog.product.ProductRefusal.DUPLICATE_SKU;
import static dev.millrace.catalog.product.ProductRefusal.IMAGE_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.INVALID_SKU;
import static dev.millrace.catalog.product.ProductRefusal.NO_VARIANTS;
import static dev.millrace.catalog.product.ProductRefusal.SELLER_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.STATUS_UNKNOWN;
import static dev.millrace.catalog.product.ProductRefusal.TITLE_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.TOO_MANY_ATTRIBUTES;
import static dev.millrace.catalog.product.ProductRefusal.TOO_MANY_IMAGES;
import static dev.millrace.catalog.product.ProductRefusal.TOO_MANY_VARIANTS;
import static dev.millrace.catalog.product.ProductRefusal.VARIANT_TITLE_OUT_OF_BOUNDS;
import static dev.millrace.catalog.product.ProductRefusal.WEIGHT_OUT_OF_BOUNDS;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds of a description; lengths are in UTF-16 code units. */
public final class ProductRules {

  public static final int TITLE_LENGTH_MAX = 500;
  public static final int DESCRIPTION_LENGTH_MAX = 20_000;
  public static final int BRAND_LENGTH_MAX = 200;
  public static final int ID_LENGTH_MAX = 128;
  public static final int ATTRIBUTES_MAX = 200;
  public static final int ATTRIBUTE_KEY_LENGTH_MAX = 64;
  public static final int ATTRIBUTE_VALUE_LENGTH_MAX = 1_000;
  public static final int IMAGES_MAX = 50;
  public static final int IMAGE_LENGTH_MAX = 2_000;
  public static final int VARIANTS_MAX = 100;
  public static final int WEIGHT_GRAMS_MAX = 100_000_000;

  /** Safe in keys, addresses and file names. */
  private static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private ProductRules() {}

  /** The first rule that the description breaks. */
  static Optional<ProductRejection> firstBroken(ProductDetails details) {
    return inTexts(details)
        .or(() -> inAttributes(details.attributes(), "/attributes"))
        .or(() -> inImages(details.images()))
        .or(() -> inVariants(details.variants()));
  }

  private static Optional<ProductRejection> inTexts(ProductDetails details) {
    if (outOfBounds(details.title(), TITLE_LENGTH_MAX)) {
      return broken(TITLE_OUT_OF_BOUNDS, "/title", lengthRule(TITLE_LENGTH_MAX));
    }
    if (details.description().length() > DESCRIPTION_LENGTH_MAX) {
      return broken(
          DESCRIPTION_TOO_LONG,
          "/description",
          "must have at most %d characters".formatted(DESCRIPTION_LENGTH_MAX));
    }
    if (outOfBoundsIfSet(details.brand(), BRAND_LENGTH_MAX)) {
      return broken(BRAND_OUT_OF_BOUNDS, "/brand", lengthRule(BRAND_LENGTH_MAX));
    }
    if (outOfBoundsIfSet(details.categoryId(), ID_LENGTH_MAX)) {
      return broken(CATEGORY_OUT_OF_BOUNDS, "/category_id", lengthRule(ID_LENGTH_MAX));
    }
    if (outOfBounds(details.sellerId(), ID_LENGTH_MAX)) {
      return broken(SELLER_OUT_OF_BOUNDS, "/seller_id", lengthRule(ID_LENGTH_MAX));
    }
    if (details.status() == null) {
      return broken(STATUS_UNKNOWN, "/status", "must be draft, active or archived");
    }
    return Optional.empty();
  }

  private static Optional<ProductRejection> inAttributes(
      Map<String, String> attributes, String pointer) {
    if (attributes.size() > ATTRIBUTES_MAX) {
      return broken(
          TOO_MANY_ATTRIBUTES,
          pointer,
          "there are %d, at most %d are kept".formatted(attributes.size(), ATTRIBUTES_MAX));
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (outOfBounds(attribute.getKey(), ATTRIBUTE_KEY_LENGTH_MAX)) {
        return broken(
            ATTRIBUTE_KEY_OUT_OF_BOUNDS, pointer, "a name " + lengthRule(ATTRIBUTE_KEY_LENGTH_MAX));
      }
      if (attribute.getValue().length() > ATTRIBUTE_VALUE_LENGTH_MAX) {
        return broken(
            ATTRIBUTE_VALUE_TOO_LONG,
            pointer + "/" + escaped(attribute.getKey()),
            "must have at most %d characters".formatted(ATTRIBUTE_VALUE_LENGTH_MAX));
      }
    }
    return Optional.empty();
  }

  private static Optional<ProductRejection> inImages(List<String> images) {
    if (images.size() > IMAGES_MAX) {
      return broken(
          TOO_MANY_IMAGES,
          "/images",
          "there are %d, at most %d are kept".formatted(images.size(), IMAGES_MAX));
    }
    for (int i = 0; i < images.size(); i++) {
      if (outOfBounds(images.get(i), IMAGE_LENGTH_MAX)) {
        return broken(IMAGE_OUT_OF_BOUNDS, "/images/" + i, lengthRule(IMAGE_LENGTH_MAX));
      }
    }
    return Optional.empty();
  }

  private static Optional<ProductRejection> inVariants(List<Variant> variants) {
    if (variants.isEmpty()) {
      return broken(NO_VARIANTS, "/variants", "there must be at least one");
    }
    if (variants.size() > VARIANTS_MAX) {
      return broken(
          TOO_MANY_VARIANTS,
          "/variants",
          "there are %d, at most %d are kept".formatted(variants.size(), VARIANTS_MAX));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < variants.size(); i++) {
      Optional<ProductRejection> broken = inVariant(variants.get(i), "/variants/" + i, seen);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Optional<ProductRejection> inVariant(
      Variant variant, String pointer, Set<String> seen) {
    if (!SKU.matcher(variant.sku()).matches()) {
      return broken(
          INVALID_SKU,
          pointer + "/sku_id",
          "must have 1 to 64 letters, digits, dots, underscores or hyphens");
    }
    if (!seen.add(variant.sku())) {
      return broken(
          DUPLICATE_SKU, pointer + "/sku_id", "stands twice in this product: " + variant.sku());
    }
    if (outOfBoundsIfSet(variant.title(), TITLE_LENGTH_MAX)) {
      return broken(VARIANT_TITLE_OUT_OF_BOUNDS, pointer + "/title", lengthRule(TITLE_LENGTH_MAX));
    }
    Integer weightGrams = variant.weightGrams();
    if (weightGrams != null && (weightGrams < 0 || weightGrams > WEIGHT_GRAMS_MAX)) {
      return broken(
          WEIGHT_OUT_OF_BOUNDS, pointer + "/weight_grams", "must be 0 to " + WEIGHT_GRAMS_MAX);
    }
    return inAttributes(variant.attributes(), pointer + "/attributes");
  }

  private static boolean outOfBoundsIfSet(@Nullable String text, int lengthMax) {
    return text != null && outOfBounds(text, lengthMax);
  }

  private static boolean outOfBounds(String text, int lengthMax) {
    return text.isBlank() || text.length() > lengthMax;
  }

  private static String lengthRule(int lengthMax) {
    return "must have 1 to %d characters and not only blanks".formatted(lengthMax);
  }

  /** A reference token of a JSON pointer (RFC 6901). */
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static Optional<ProductRejection> broken(
      ProductRefusal refusal, String pointer, String detail) {
    return Optional.of(new ProductRejection(refusal, pointer, detail));
  }
}
