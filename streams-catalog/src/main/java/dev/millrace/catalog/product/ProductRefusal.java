package dev.millrace.catalog.product;

import java.util.Locale;

/** Why a description is not accepted, in the order in which the rules are checked. */
public enum ProductRefusal {
  TITLE_OUT_OF_BOUNDS,
  DESCRIPTION_TOO_LONG,
  BRAND_OUT_OF_BOUNDS,
  CATEGORY_OUT_OF_BOUNDS,
  SELLER_OUT_OF_BOUNDS,
  STATUS_UNKNOWN,
  TOO_MANY_ATTRIBUTES,
  ATTRIBUTE_KEY_OUT_OF_BOUNDS,
  ATTRIBUTE_VALUE_TOO_LONG,
  TOO_MANY_IMAGES,
  IMAGE_OUT_OF_BOUNDS,
  NO_VARIANTS,
  TOO_MANY_VARIANTS,
  INVALID_SKU,
  DUPLICATE_SKU,
  VARIANT_TITLE_OUT_OF_BOUNDS,
  WEIGHT_OUT_OF_BOUNDS,
  NOT_PRODUCT_OWNER,
  VERSION_CONFLICT;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The stable name that callers see. */
  public String code() {
    return code;
  }
}
