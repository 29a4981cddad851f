package dev.millrace.standalone.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.imports.Progress;
import dev.millrace.standalone.imports.ShopClient;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.shop.DemoShop;
import dev.millrace.standalone.shop.ShopLoader;
import dev.millrace.standalone.shop.ShopProduct;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Fills a new instance with the demo shop and buys one thing in it, so that the first look shows a
 * shop that works.
 */
final class FirstStart {

  private static final int IN_FLIGHT_MAX = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DataFolder folder;
  private final Instance instance;
  private final Topics topics;
  private final PrintStream out;

  FirstStart(DataFolder folder, Instance instance, Topics topics, PrintStream out) {
    this.folder = folder;
    this.instance = instance;
    this.topics = topics;
    this.out = out;
  }

  /** Does nothing on a folder that has been started before. */
  void run(boolean empty) {
    if (Files.exists(folder.demoMark())) {
      return;
    }
    try {
      if (!empty) {
        List<ShopProduct> products = DemoShop.products(DemoShop.SEED);
        load(products);
        buy(
            products.stream()
                .flatMap(product -> product.variants().stream())
                .filter(variant -> variant.stock() > 0)
                .findFirst()
                .orElseThrow()
                .sku());
      }
      Files.createFile(folder.demoMark());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading the demo shop", e);
    }
  }

  private void load(List<ShopProduct> products) throws InterruptedException {
    var progress = new Progress("  demo shop", products.size(), out);
    try (var commands = new BulkCommands(instance.bootstrapServers(), topics, IN_FLIGHT_MAX)) {
      var loader = new ShopLoader(commands, topics);
      List<CompletableFuture<List<String>>> loaded = new ArrayList<>();
      for (ShopProduct product : products) {
        loaded.add(loader.load(product).whenComplete((refusals, failure) -> progress.step()));
      }
      for (CompletableFuture<List<String>> one : loaded) {
        List<String> refusals = one.join();
        if (!refusals.isEmpty()) {
          throw new IllegalStateException("the demo shop was refused: " + refusals);
        }
      }
    }
  }

  /** A guest's purchase, through the same HTTP API as everybody's. */
  private void buy(String sku) throws IOException {
    long begin = System.nanoTime();
    String customer = Ids.fresh(IdKind.CUSTOMER);
    String token =
        Tokens.signedBy(folder.tokenKey(), Clock.systemUTC())
            .issue(Role.GUEST, customer, Duration.ofMinutes(5));
    var shop = new ShopClient(instance.edgeUrl(), () -> token, PATIENCE);
    JsonNode item = JSON.createObjectNode().put("sku_id", sku).put("quantity", 1);
    JsonNode cart = expect(shop.post("/v1/cart/items", item, "first-item"));
    JsonNode checkout =
        JSON.readTree(
            """
            {"cart_id":"%s","payment_method_id":"pm_card_visa","shipping_option_id":"standard",
             "shipping_address":{"name":"Demo Shopper","line1":"1 Mill Lane","city":"Portland","region":"OR",
             "postal_code":"97201","country":"US"}}\
            """
                .formatted(cart.path("cart_id").asText()));
    JsonNode placed = expect(shop.post("/v1/checkout", checkout, "first-checkout"));
    JsonNode order = shop.settledOrder(placed.path("order_id").asText());
    if (!order.path("status").asText().equals("confirmed")) {
      throw new IllegalStateException("the first order was not confirmed: " + order);
    }
    out.printf(
        "  first order          %s confirmed in %d ms%n",
        order.path("order_id").asText(), (System.nanoTime() - begin) / 1_000_000);
  }

  private static JsonNode expect(ShopClient.Answer answer) {
    if (!answer.isOk()) {
      throw new IllegalStateException("the first purchase was refused: " + answer.body());
    }
    return answer.body();
  }
}
