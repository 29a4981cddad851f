package dev.millrace.standalone.shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A small shop of our own making, the same from the same seed: a dozen categories to search and buy
 * in.
 */
public final class DemoShop {

  /** The seed of the shop that a first start loads. */
  public static final long SEED = 4711;

  private static final int PRODUCTS_PER_CATEGORY = 30;

  /** What there is to draw from. The makers do not exist. */
  private record Assortment(List<String> brands, List<String> colours, List<Category> categories) {}

  private record Category(
      String id, List<String> adjectives, List<Kind> kinds, Map<String, List<String>> attributes) {}

  /**
   * A kind of product.
   *
   * @param sizes variants; one when empty
   */
  private record Kind(
      String noun, int priceMinorFrom, int priceMinorTo, int weightGrams, List<String> sizes) {}

  private DemoShop() {}

  /** A few hundred products. */
  public static List<ShopProduct> products(long seed) {
    Assortment assortment = assortment();
    var random = new Random(seed);
    List<ShopProduct> products = new ArrayList<>();
    for (Category category : assortment.categories()) {
      for (int i = 0; i < PRODUCTS_PER_CATEGORY; i++) {
        products.add(product(assortment, category, i, random));
      }
    }
    return products;
  }

  private static Assortment assortment() {
    try (InputStream file = DemoShop.class.getResourceAsStream("demo-shop.json")) {
      return new ObjectMapper().readValue(file, Assortment.class);
    } catch (IOException e) {
      throw new UncheckedIOException("demo-shop.json cannot be read", e);
    }
  }

  private static ShopProduct product(
      Assortment assortment, Category category, int number, Random random) {
    Kind kind = category.kinds().get(number % category.kinds().size());
    String brand = pick(assortment.brands(), random);
    String adjective = pick(category.adjectives(), random);
    String colour = pick(assortment.colours(), random);
    int series = 100 + random.nextInt(900);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("color", colour);
    category.attributes().forEach((name, values) -> attributes.put(name, pick(values, random)));

    String code =
        "%s-%03d".formatted(category.id().substring(0, 3).toUpperCase(Locale.ROOT), number + 1);
    int priceMinor =
        believable(
            kind.priceMinorFrom() + random.nextInt(kind.priceMinorTo() - kind.priceMinorFrom()));
    boolean onSale = random.nextInt(5) == 0;
    List<ShopVariant> variants = new ArrayList<>();
    List<String> sizes = kind.sizes().isEmpty() ? List.of("") : kind.sizes();
    for (int i = 0; i < sizes.size(); i++) {
      String size = sizes.get(i);
      // Larger sizes cost a little more.
      var price = new Money(priceMinor + i * 100L, "USD");
      variants.add(
          new ShopVariant(
              size.isEmpty() ? code : code + "-" + (i + 1),
              size.isEmpty() ? null : size,
              size.isEmpty() ? Map.of() : Map.of("size", size),
              kind.weightGrams(),
              price,
              onSale ? new Money(price.minorUnits() * 5 / 4, "USD") : null,
              random.nextInt(12) == 0 ? 0 : 5 + random.nextInt(200)));
    }
    return new ShopProduct(
        Ids.derived(IdKind.PRODUCT, "demo", code),
        "%s %s %s %d".formatted(brand, adjective, kind.noun(), series),
        "%s %s by %s, in %s. Part of the %d series: made to be used daily and repaired, not replaced."
            .formatted(adjective, kind.noun().toLowerCase(Locale.ROOT), brand, colour, series),
        brand,
        category.id(),
        attributes,
        List.of(),
        variants);
  }

  /** Prices end in 90, as prices do. */
  private static int believable(int priceMinor) {
    return priceMinor / 100 * 100 + 90;
  }

  private static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
