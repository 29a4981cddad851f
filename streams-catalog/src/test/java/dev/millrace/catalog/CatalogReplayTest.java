package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What products' events meant when they were recorded, they mean for ever. */
class CatalogReplayTest {

  private final Flow flow =
      Flow.of(topics -> CatalogTopology.build(CatalogConfig.from(new Settings(Map.of())), topics));
  private final List<ProductEvent> log = new ArrayList<>();
  private final Replay<ProductEvent> replay =
      new Replay<>(flow.topics(), flow.topics().productEvents(), CatalogReplayTest::fold);

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void listedRevisedAndArchived() {
    var plain = new Variant("LAMP-1", null, Map.of(), null);
    var large = new Variant("LAMP-2", "Large", Map.of("size", "L", "socket", "E27"), 1_500);
    put("prd_1", details(ProductStatus.DRAFT, "Lamp", null, List.of(plain)));
    put("prd_2", details(ProductStatus.ACTIVE, "Bulb", "lighting", List.of(large)));
    put("prd_1", details(ProductStatus.ACTIVE, "Desk lamp", "lighting", List.of(plain, large)));
    put("prd_1", details(ProductStatus.ARCHIVED, "Desk lamp", "lighting", List.of(large)));
    replay.verify("listed-and-revised", log);
  }

  @Test
  void everyKindOfEventIsRecorded() {
    replay.verifyKinds();
  }

  /** Each command is one event, and the events so far lead to what the writer remembers. */
  private void put(String productId, ProductDetails details) {
    ProductCommand command =
        ProductCommand.newBuilder()
            .setCommandId("cmd_" + (log.size() + 1))
            .setFingerprint("fingerprint")
            .setIssuedAt(flow.now())
            .setActor(new Actor(ActorRole.SELLER, "sel_a"))
            .setProductId(productId)
            .setPut(new PutProduct(details, null))
            .build();
    flow.send(flow.topics().productCommands(), productId, command);
    log.add(flow.take(flow.topics().productEvents()));
    Product stored = flow.<String, Product>store("product-state").get(productId);
    Replay.assertSame(flow.take(flow.topics().productTable()), stored);
    var own = Replay.byKey(log, ProductEvent::getProductId).getOrDefault(productId, List.of());
    Replay.assertSame(stored, CatalogLedger.fold(productId, own));
    flow.expectNothingElse().after(Duration.ofMinutes(1));
  }

  private static ProductDetails details(
      ProductStatus status, String title, @Nullable String categoryId, List<Variant> variants) {
    return new ProductDetails(
        title,
        "It shines.",
        categoryId == null ? null : "Acme",
        categoryId,
        status,
        Map.of("color", "red", "power", "5 W"),
        List.of("https://img.example/lamp.jpg"),
        variants,
        "sel_a");
  }

  private static List<Product> fold(List<ProductEvent> events) {
    List<Product> products = new ArrayList<>();
    Replay.byKey(events, ProductEvent::getProductId)
        .forEach((productId, own) -> products.add(CatalogLedger.fold(productId, own)));
    return products;
  }
}
