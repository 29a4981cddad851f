package dev.millrace.catalog.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.Product.Unlisted;
import dev.millrace.catalog.product.ProductCommand.Caller;
import dev.millrace.catalog.product.ProductCommand.PutProduct;
import dev.millrace.catalog.product.ProductEvent.ProductListed;
import dev.millrace.catalog.product.ProductEvent.ProductRevised;
import dev.millrace.kit.decide.Decision;
import dev.millrace.testkit.DeciderSpec;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProductDeciderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final ProductDetails LAMP = details("Lamp", "sel_a", variant("LAMP-1"));

  private final DeciderSpec<Product, ProductCommand, ProductEvent, ProductRejection> spec =
      new DeciderSpec<>(new Unlisted(), ProductDecider::decide, Product::evolve);

  @Test
  void listsANewProduct() {
    var then = spec.given().when(put(LAMP), NOW).events(new ProductListed(NOW, LAMP));
    assertThat(then.state()).isEqualTo(new Listed(1, NOW, NOW, LAMP));
  }

  @Test
  void revisesAListedProductAndKeepsWhenItWasListed() {
    ProductDetails brighter = details("Brighter lamp", "sel_a", variant("LAMP-1"));
    var then =
        spec.given(new ProductListed(NOW, LAMP))
            .when(put(brighter), LATER)
            .events(new ProductRevised(LATER, brighter));
    assertThat(then.state()).isEqualTo(new Listed(2, NOW, LATER, brighter));
  }

  @Test
  void acceptsThePutThatChangesNothingWithoutAnEvent() {
    spec.given(new ProductListed(NOW, LAMP)).when(put(LAMP), LATER).nothingHappens();
  }

  @Test
  void refusesAnotherSellersProduct() {
    ProductDetails stolen = details("Lamp", "sel_b", variant("LAMP-1"));
    spec.given(new ProductListed(NOW, LAMP))
        .when(put(stolen), LATER)
        .refused(
            new ProductRejection(
                ProductRefusal.NOT_PRODUCT_OWNER,
                "/seller_id",
                "the product belongs to another seller"));
  }

  @Test
  void letsOperatorsMoveAProductToAnotherSeller() {
    ProductDetails moved = details("Lamp", "sel_b", variant("LAMP-1"));
    spec.given(new ProductListed(NOW, LAMP))
        .when(new PutProduct(moved, null, Caller.OPERATOR), LATER)
        .events(new ProductRevised(LATER, moved));
  }

  @Test
  void refusesAVersionThatIsNotTheLatest() {
    spec.given(new ProductListed(NOW, LAMP))
        .when(new PutProduct(LAMP, 0L, Caller.SELLER), LATER)
        .refused(
            new ProductRejection(
                ProductRefusal.VERSION_CONFLICT, null, "the product is at version 1, not 0"));
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        broken(ProductRefusal.TITLE_OUT_OF_BOUNDS, titled(" ")),
        broken(ProductRefusal.TITLE_OUT_OF_BOUNDS, titled("x".repeat(501))),
        broken(ProductRefusal.DESCRIPTION_TOO_LONG, d -> described(d, "x".repeat(20_001))),
        broken(ProductRefusal.BRAND_OUT_OF_BOUNDS, d -> branded(d, "x".repeat(201), "cat")),
        broken(ProductRefusal.CATEGORY_OUT_OF_BOUNDS, d -> branded(d, "acme", "")),
        broken(ProductRefusal.SELLER_OUT_OF_BOUNDS, d -> details("Lamp", "", variant("A"))),
        broken(ProductRefusal.STATUS_UNKNOWN, ProductDeciderTest::withoutStatus),
        broken(ProductRefusal.TOO_MANY_ATTRIBUTES, d -> attributed(d, attributes(201))),
        broken(
            ProductRefusal.ATTRIBUTE_KEY_OUT_OF_BOUNDS,
            d -> attributed(d, Map.of("k".repeat(65), "v"))),
        broken(
            ProductRefusal.ATTRIBUTE_VALUE_TOO_LONG,
            d -> attributed(d, Map.of("k", "v".repeat(1_001)))),
        broken(ProductRefusal.TOO_MANY_IMAGES, d -> pictured(d, Collections.nCopies(51, "i"))),
        broken(ProductRefusal.IMAGE_OUT_OF_BOUNDS, d -> pictured(d, List.of("i".repeat(2_001)))),
        broken(ProductRefusal.NO_VARIANTS, d -> details("Lamp", "sel_a")),
        broken(
            ProductRefusal.TOO_MANY_VARIANTS,
            d ->
                details(
                    "Lamp",
                    "sel_a",
                    IntStream.range(0, 101)
                        .mapToObj(i -> variant("S" + i))
                        .toArray(Variant[]::new))),
        broken(ProductRefusal.INVALID_SKU, d -> details("Lamp", "sel_a", variant("a b"))),
        broken(ProductRefusal.INVALID_SKU, d -> details("Lamp", "sel_a", variant("a\nb"))),
        broken(ProductRefusal.INVALID_SKU, d -> details("Lamp", "sel_a", variant("a".repeat(65)))),
        broken(
            ProductRefusal.DUPLICATE_SKU,
            d -> details("Lamp", "sel_a", variant("A"), variant("A"))),
        broken(
            ProductRefusal.VARIANT_TITLE_OUT_OF_BOUNDS,
            d -> details("Lamp", "sel_a", new Variant("A", "", new TreeMap<>(), null))),
        broken(
            ProductRefusal.WEIGHT_OUT_OF_BOUNDS,
            d -> details("Lamp", "sel_a", new Variant("A", null, new TreeMap<>(), -1))));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void namesTheRuleThatADescriptionBreaks(
      ProductRefusal refusal, UnaryOperator<ProductDetails> change) {
    for (Product product : List.of(new Unlisted(), new Listed(1, NOW, NOW, LAMP))) {
      Decision<ProductEvent, ProductRejection> decision =
          ProductDecider.decide(product, put(change.apply(LAMP)), NOW);
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Rejected.class,
              rejected ->
                  assertThat(((ProductRejection) rejected.reason()).refusal()).isEqualTo(refusal));
    }
  }

  static Stream<Arguments> everyStateWithEveryCaller() {
    Product unlisted = new Unlisted();
    Product listed = new Listed(1, NOW, NOW, details("Old lamp", "sel_a", variant("LAMP-1")));
    return Stream.of(
        Arguments.of(unlisted, Caller.SELLER, "listed"),
        Arguments.of(unlisted, Caller.OPERATOR, "listed"),
        Arguments.of(unlisted, Caller.STRANGER, "not_product_owner"),
        Arguments.of(listed, Caller.SELLER, "revised"),
        Arguments.of(listed, Caller.OPERATOR, "revised"),
        Arguments.of(listed, Caller.STRANGER, "not_product_owner"));
  }

  @ParameterizedTest
  @MethodSource("everyStateWithEveryCaller")
  void hasAnOutcomeForEveryStateAndCaller(Product product, Caller caller, String expected) {
    String outcome =
        switch (ProductDecider.decide(product, new PutProduct(LAMP, null, caller), LATER)) {
          case Decision.Accepted<ProductEvent, ProductRejection>(var events) ->
              switch (events.getFirst()) {
                case ProductListed listed -> "listed";
                case ProductRevised revised -> "revised";
              };
          case Decision.Rejected<ProductEvent, ProductRejection>(var reason) ->
              reason.refusal().code();
        };
    assertThat(outcome).isEqualTo(expected);
  }

  @Test
  void keepsItsInvariantsUnderRandomPuts() {
    long steps =
        new SeededRun<Model, PutProduct>(
                Model::new,
                random ->
                    new PutProduct(
                        details(
                            "Lamp " + random.nextInt(3),
                            "sel_" + random.nextInt(2),
                            variant("A" + random.nextInt(2)),
                            variant("A" + random.nextInt(2))),
                        random.nextBoolean() ? null : (long) random.nextInt(4),
                        Caller.values()[random.nextInt(Caller.values().length)]),
                Model::apply,
                List.of(
                    new Invariant<>("VersionCountsEvents", Model::versionCountsEvents),
                    new Invariant<>("NoSkuStandsTwice", Model::noSkuStandsTwice)))
            .run(1, 200, 30);
    assertThat(steps).isPositive();
  }

  private static final class Model {
    private Product product = new Unlisted();
    private int events;

    private void apply(PutProduct put) {
      if (ProductDecider.decide(product, put, NOW)
          instanceof Decision.Accepted<ProductEvent, ProductRejection>(var happened)) {
        for (ProductEvent event : happened) {
          product = product.evolve(event);
          events++;
        }
      }
    }

    private Optional<String> versionCountsEvents() {
      return product.version() == events
          ? Optional.empty()
          : Optional.of(product.version() + " versions of " + events + " events");
    }

    private Optional<String> noSkuStandsTwice() {
      return product instanceof Listed listed
              && listed.details().variants().stream().map(Variant::sku).distinct().count()
                  != listed.details().variants().size()
          ? Optional.of(listed.toString())
          : Optional.empty();
    }
  }

  private static Arguments broken(ProductRefusal refusal, UnaryOperator<ProductDetails> change) {
    return Arguments.of(refusal, change);
  }

  private static PutProduct put(ProductDetails details) {
    return new PutProduct(details, null, Caller.SELLER);
  }

  private static UnaryOperator<ProductDetails> titled(String title) {
    return d -> details(title, d.sellerId(), d.variants().toArray(Variant[]::new));
  }

  private static ProductDetails described(ProductDetails d, String description) {
    return of(d, description, d.brand(), d.categoryId(), d.status(), d.attributes(), d.images());
  }

  private static ProductDetails branded(ProductDetails d, String brand, String categoryId) {
    return of(d, d.description(), brand, categoryId, d.status(), d.attributes(), d.images());
  }

  private static ProductDetails withoutStatus(ProductDetails d) {
    return of(d, d.description(), d.brand(), d.categoryId(), null, d.attributes(), d.images());
  }

  private static ProductDetails attributed(ProductDetails d, Map<String, String> attributes) {
    return of(d, d.description(), d.brand(), d.categoryId(), d.status(), attributes, d.images());
  }

  private static ProductDetails pictured(ProductDetails d, List<String> images) {
    return of(d, d.description(), d.brand(), d.categoryId(), d.status(), d.attributes(), images);
  }

  private static Map<String, String> attributes(int count) {
    Map<String, String> attributes = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> attributes.put("k" + i, "v"));
    return attributes;
  }

  private static ProductDetails of(
      ProductDetails d,
      String description,
      @Nullable String brand,
      @Nullable String categoryId,
      @Nullable ProductStatus status,
      Map<String, String> attributes,
      List<String> images) {
    return new ProductDetails(
        d.title(),
        description,
        brand,
        categoryId,
        status,
        new TreeMap<>(attributes),
        images,
        d.variants(),
        d.sellerId());
  }

  private static ProductDetails details(String title, String sellerId, Variant... variants) {
    return new ProductDetails(
        title,
        "It shines.",
        "Acme",
        "cat_lamps",
        ProductStatus.ACTIVE,
        new TreeMap<>(Map.of("color", "red")),
        List.of("https://img.example/lamp.jpg"),
        List.of(variants),
        sellerId);
  }

  private static Variant variant(String sku) {
    return new Variant(sku, null, new TreeMap<>(), 500);
  }
}
