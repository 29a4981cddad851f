package dev.millrace.standalone.shop;

import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
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

  /** Makers that do not exist. */
  private static final List<String> BRANDS =
      List.of(
          "Alderfen",
          "Brightmoor",
          "Corvane",
          "Dunlin",
          "Eastwick",
          "Fennmark",
          "Galloway Pine",
          "Harrow & Lea",
          "Ironvale",
          "Juniper Row",
          "Kestrel",
          "Lowther",
          "Marlpit",
          "Northgill");

  private static final List<String> COLOURS =
      List.of("black", "white", "red", "blue", "green", "grey", "sand", "copper");

  /**
   * A kind of product.
   *
   * @param sizes variants; one when empty
   */
  private record Kind(
      String noun, int priceMinorFrom, int priceMinorTo, int weightGrams, List<String> sizes) {}

  private record Category(
      String id, List<String> adjectives, List<Kind> kinds, Map<String, List<String>> attributes) {}

  private static final List<String> CLOTHES = List.of("S", "M", "L", "XL");
  private static final List<String> ONE = List.of();

  private static final List<Category> CATEGORIES =
      List.of(
          new Category(
              "audio",
              List.of("Wireless", "Studio", "Compact", "Noise-cancelling"),
              List.of(
                  new Kind("Headphones", 3900, 29900, 280, ONE),
                  new Kind("Speaker", 2900, 19900, 900, ONE),
                  new Kind("Earbuds", 1900, 17900, 60, ONE)),
              Map.of("connection", List.of("Bluetooth 5.3", "USB-C", "3.5 mm jack"))),
          new Category(
              "computers",
              List.of("Slim", "Mechanical", "Silent", "Ergonomic"),
              List.of(
                  new Kind("Keyboard", 2500, 15900, 800, ONE),
                  new Kind("Mouse", 1200, 8900, 110, ONE),
                  new Kind("Monitor Stand", 2200, 7900, 2400, ONE),
                  new Kind("USB Hub", 1500, 6900, 150, ONE)),
              Map.of("layout", List.of("ANSI", "ISO"))),
          new Category(
              "kitchen",
              List.of("Cast-iron", "Enamelled", "Stainless", "Non-stick"),
              List.of(
                  new Kind("Frying Pan", 1900, 9900, 1600, List.of("20 cm", "24 cm", "28 cm")),
                  new Kind("Saucepan", 2200, 8900, 1300, List.of("1 l", "2 l")),
                  new Kind("Kettle", 2500, 8900, 1100, ONE)),
              Map.of("dishwasher_safe", List.of("yes", "no"))),
          new Category(
              "coffee",
              List.of("Single-origin", "Dark-roast", "Decaf", "House-blend"),
              List.of(
                  new Kind("Coffee Beans", 790, 2490, 500, List.of("250 g", "500 g", "1 kg")),
                  new Kind("Filter Papers", 290, 890, 120, ONE),
                  new Kind("Coffee Grinder", 2900, 18900, 1500, ONE)),
              Map.of("origin", List.of("Ethiopia", "Colombia", "Brazil", "Sumatra"))),
          new Category(
              "books",
              List.of("Pocket", "Illustrated", "Collected", "Annotated"),
              List.of(
                  new Kind("Field Guide", 990, 3490, 420, ONE),
                  new Kind("Cookbook", 1490, 3990, 980, ONE),
                  new Kind("Atlas", 1990, 5990, 1800, ONE)),
              Map.of("binding", List.of("hardback", "paperback"))),
          new Category(
              "outdoor",
              List.of("Ultralight", "Two-person", "Four-season", "Packable"),
              List.of(
                  new Kind("Tent", 8900, 49900, 2200, ONE),
                  new Kind("Sleeping Bag", 4900, 29900, 1200, List.of("regular", "long")),
                  new Kind("Head Torch", 1500, 7900, 90, ONE)),
              Map.of("season", List.of("summer", "three-season", "winter"))),
          new Category(
              "clothing",
              List.of("Merino", "Organic-cotton", "Recycled", "Linen"),
              List.of(
                  new Kind("T-Shirt", 1490, 4990, 180, CLOTHES),
                  new Kind("Jumper", 3900, 12900, 420, CLOTHES),
                  new Kind("Rain Jacket", 5900, 24900, 380, CLOTHES)),
              Map.of("fit", List.of("regular", "relaxed", "slim"))),
          new Category(
              "shoes",
              List.of("Trail", "Canvas", "Leather", "Waterproof"),
              List.of(
                  new Kind("Trainers", 4900, 15900, 640, List.of("39", "41", "43", "45")),
                  new Kind("Boots", 7900, 24900, 1300, List.of("39", "41", "43", "45"))),
              Map.of("sole", List.of("rubber", "crepe"))),
          new Category(
              "garden",
              List.of("Galvanised", "Long-handled", "Folding", "Heirloom"),
              List.of(
                  new Kind("Watering Can", 1200, 4900, 900, ONE),
                  new Kind("Secateurs", 1500, 6900, 260, ONE),
                  new Kind("Seed Collection", 490, 1990, 40, ONE)),
              Map.of("material", List.of("steel", "ash wood", "recycled plastic"))),
          new Category(
              "toys",
              List.of("Wooden", "Magnetic", "Soft", "Build-it-yourself"),
              List.of(
                  new Kind("Train Set", 1900, 8900, 1500, ONE),
                  new Kind("Puzzle", 790, 2990, 600, ONE),
                  new Kind("Kite", 1200, 4900, 300, ONE)),
              Map.of("age", List.of("3+", "6+", "9+"))),
          new Category(
              "stationery",
              List.of("Dotted", "Ruled", "Recycled", "Archival"),
              List.of(
                  new Kind("Notebook", 590, 2490, 320, List.of("A5", "A4")),
                  new Kind("Fountain Pen", 1900, 14900, 30, ONE),
                  new Kind("Desk Tray", 1500, 4900, 700, ONE)),
              Map.of("paper", List.of("90 g/m2", "120 g/m2"))),
          new Category(
              "lighting",
              List.of("Dimmable", "Clip-on", "Arched", "Rechargeable"),
              List.of(
                  new Kind("Desk Lamp", 2900, 14900, 1400, ONE),
                  new Kind("Floor Lamp", 5900, 29900, 5200, ONE),
                  new Kind("LED Bulb", 490, 1990, 70, ONE)),
              Map.of("socket", List.of("E27", "E14", "GU10"))));

  private DemoShop() {}

  /** A few hundred products. */
  public static List<ShopProduct> products(long seed) {
    var random = new Random(seed);
    List<ShopProduct> products = new ArrayList<>();
    for (Category category : CATEGORIES) {
      for (int i = 0; i < PRODUCTS_PER_CATEGORY; i++) {
        products.add(product(category, i, random));
      }
    }
    return products;
  }

  private static ShopProduct product(Category category, int number, Random random) {
    Kind kind = category.kinds().get(number % category.kinds().size());
    String brand = pick(BRANDS, random);
    String adjective = pick(category.adjectives(), random);
    String colour = pick(COLOURS, random);
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
