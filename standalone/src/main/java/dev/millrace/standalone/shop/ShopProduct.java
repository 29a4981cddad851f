package dev.millrace.standalone.shop;

import dev.millrace.schemas.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A product with its price and stock, as a file or the demo generator gives it. */
public record ShopProduct(
    String productId,
    String title,
    String description,
    @Nullable String brand,
    @Nullable String categoryId,
    Map<String, String> attributes,
    List<String> images,
    List<ShopVariant> variants) {

  /**
   * What can be bought.
   *
   * @param price null when the file has none: such a variant is listed but cannot be bought
   * @param stock units to receive into the main warehouse, 0 for none
   */
  public record ShopVariant(
      String sku,
      @Nullable String title,
      Map<String, String> attributes,
      @Nullable Integer weightGrams,
      @Nullable Money price,
      @Nullable Money listPrice,
      int stock) {}
}
