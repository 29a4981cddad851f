package dev.millrace.standalone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.standalone.shop.ShopProduct;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one JSON object of a file becomes a product. */
public enum ProductFormat {
  /** Icecat records: title, supplier, price in cents, attr_* fields. */
  ICECAT {
    @Override
    ShopProduct read(JsonNode row) {
      String id = text(row, "id");
      Map<String, String> attributes = new LinkedHashMap<>();
      row.properties()
          .forEach(
              field -> {
                if (field.getKey().startsWith("attr_")) {
                  // attr_t_, attr_n_ and attr_b_ tell text, number and truth apart.
                  attributes.put(
                      clip(field.getKey().replaceFirst("^attr_[a-z]_", ""), ATTRIBUTE_NAME_MAX),
                      clip(field.getValue().asText(), ATTRIBUTE_MAX));
                }
              });
      JsonNode price = row.path("price");
      return new ShopProduct(
          Ids.derived(IdKind.PRODUCT, "icecat", id),
          clip(text(row, "title"), TITLE_MAX),
          clip(row.path("short_description").asText(""), DESCRIPTION_MAX),
          optional(row, "supplier"),
          attributes.get("product_type"),
          attributes,
          images(row, "img_500x500"),
          List.of(
              new ShopVariant(
                  "ICE-" + id,
                  null,
                  Map.of(),
                  null,
                  price.canConvertToLong() ? new Money(price.asLong(), "USD") : null,
                  null,
                  FIRST_STOCK)));
    }
  },

  /** DummyJSON products: an array with price as a decimal, stock, sku. */
  DUMMYJSON {
    @Override
    ShopProduct read(JsonNode row) {
      String sku = text(row, "sku");
      Map<String, String> attributes = new LinkedHashMap<>();
      if (row.path("tags").isArray()) {
        attributes.put("tags", String.join(", ", texts(row.path("tags"))));
      }
      return new ShopProduct(
          Ids.derived(IdKind.PRODUCT, "dummyjson", text(row, "id")),
          clip(text(row, "title"), TITLE_MAX),
          clip(row.path("description").asText(""), DESCRIPTION_MAX),
          optional(row, "brand"),
          optional(row, "category"),
          attributes,
          texts(row.path("images")),
          List.of(
              new ShopVariant(
                  sku,
                  null,
                  Map.of(),
                  null,
                  Money.parse(
                      row.path("price")
                          .decimalValue()
                          .setScale(2, java.math.RoundingMode.HALF_UP)
                          .toPlainString(),
                      "USD"),
                  null,
                  row.path("stock").asInt(0))));
    }
  },

  /**
   * Our own: one object a line with product_id, title, description, brand, category_id, attributes,
   * images and variants of sku_id, title, attributes, weight_grams, price and list_price (amount,
   * currency), stock.
   */
  JSONL {
    @Override
    ShopProduct read(JsonNode row) {
      List<ShopVariant> variants = new ArrayList<>();
      for (JsonNode variant : row.path("variants")) {
        variants.add(
            new ShopVariant(
                text(variant, "sku_id"),
                optional(variant, "title"),
                map(variant.path("attributes")),
                variant.has("weight_grams") ? variant.path("weight_grams").asInt() : null,
                money(variant.path("price")),
                money(variant.path("list_price")),
                variant.path("stock").asInt(0)));
      }
      return new ShopProduct(
          text(row, "product_id"),
          text(row, "title"),
          row.path("description").asText(""),
          optional(row, "brand"),
          optional(row, "category_id"),
          map(row.path("attributes")),
          texts(row.path("images")),
          variants);
    }
  };

  /** Units received of each SKU whose file says nothing of stock. */
  static final int FIRST_STOCK = 100;

  private static final int TITLE_MAX = 500;
  private static final int DESCRIPTION_MAX = 20_000;
  private static final int ATTRIBUTE_NAME_MAX = 64;
  private static final int ATTRIBUTE_MAX = 1_000;

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException saying which field is missing or wrong
   */
  abstract ShopProduct read(JsonNode row);

  /** The format of a name as given on the command line. */
  public static ProductFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new IllegalArgumentException("field " + field + " is missing");
    }
    return value.asText().strip();
  }

  private static @Nullable String optional(JsonNode row, String field) {
    String value = row.path(field).asText("").strip();
    return value.isEmpty() ? null : value;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static List<String> images(JsonNode row, String field) {
    String image = optional(row, field);
    return image == null ? List.of() : List.of(image);
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new LinkedHashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), field.getValue().asText()));
    return map;
  }

  private static @Nullable Money money(JsonNode object) {
    if (object.isMissingNode() || object.isNull()) {
      return null;
    }
    return object.has("minor_units")
        ? new Money(object.path("minor_units").asLong(), text(object, "currency"))
        : Money.parse(text(object, "amount"), text(object, "currency"));
  }

  private static String clip(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }
}
