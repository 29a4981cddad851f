package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /v1/products/{product_id}. */
public final class Products {

  private static final int TITLE_LENGTH_MAX = 500;
  private static final int DESCRIPTION_LENGTH_MAX = 20_000;
  private static final int ATTRIBUTES_MAX = 200;
  private static final int ATTRIBUTE_LENGTH_MAX = 1_000;
  private static final int IMAGES_MAX = 50;
  private static final int ADDRESS_LENGTH_MAX = 2_048;
  private static final int VARIANTS_MAX = 200;
  private static final int WEIGHT_GRAMS_MAX = 10_000_000;

  private static final Map<String, ProductStatus> STATUSES =
      Map.of(
          "draft", ProductStatus.DRAFT,
          "active", ProductStatus.ACTIVE,
          "archived", ProductStatus.ARCHIVED);

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Clock clock;

  public Products(Topics topics, Dispatch dispatch, Reads reads, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.clock = clock;
  }

  public Answer get(Call call) {
    String productId = call.path("product_id");
    Product product =
        reads
            .find(StateStore.PRODUCTS, productId, call.minPosition())
            .orElseThrow(() -> Problem.notFound("product").exception());
    return Reads.versioned(call, Answer.ok(json(product)), product.getVersion());
  }

  public Answer put(Call call) {
    String productId = call.path("product_id");
    ProductDetails details = details(call, call.body());
    Call.Identity identity = call.identity();
    var value =
        ProductCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setProductId(productId)
            .setPut(new PutProduct(details, expectedVersion(call)))
            .build();
    return dispatch.answer(
        call,
        command(call, topics.productCommands(), productId, identity.commandId(), value),
        "/v1/products/" + productId,
        reply -> {
          Product product = reply.getProduct();
          return Answer.json(product.getVersion() == 1 ? 201 : 200, json(product))
              .withVersion(product.getVersion());
        });
  }

  private static @Nullable Long expectedVersion(Call call) {
    String noneMatch = call.header("If-None-Match");
    return noneMatch != null && noneMatch.strip().equals("*") ? Long.valueOf(0) : call.ifMatch();
  }

  private static ProductDetails details(Call call, Fields body) {
    String title = body.text("title", TITLE_LENGTH_MAX);
    String description = body.optionalText("description", DESCRIPTION_LENGTH_MAX);
    String brand = body.optionalText("brand", TITLE_LENGTH_MAX);
    String categoryId = body.optionalId("category_id");
    ProductStatus status =
        body.has("status")
            ? body.choice("status", STATUSES, ProductStatus.ACTIVE)
            : ProductStatus.ACTIVE;
    Map<String, String> attributes =
        body.textMap("attributes", ATTRIBUTES_MAX, ATTRIBUTE_LENGTH_MAX);
    List<String> images = body.texts("images", IMAGES_MAX, ADDRESS_LENGTH_MAX);
    List<Variant> variants =
        body.objects("variants", 1, VARIANTS_MAX).stream().map(Products::variant).toList();
    String sellerId = body.optionalId("seller_id");
    body.done();
    return new ProductDetails(
        title,
        description == null ? "" : description,
        brand,
        categoryId,
        status,
        attributes,
        images,
        variants,
        call.seller(sellerId));
  }

  private static Variant variant(Fields fields) {
    return new Variant(
        fields.id("sku_id"),
        fields.optionalText("title", TITLE_LENGTH_MAX),
        fields.textMap("attributes", ATTRIBUTES_MAX, ATTRIBUTE_LENGTH_MAX),
        fields.optionalInteger("weight_grams", 0, WEIGHT_GRAMS_MAX));
  }

  private static ObjectNode json(Product product) {
    ProductDetails details = product.getDetails();
    ObjectNode node =
        Json.object()
            .put("product_id", product.getProductId())
            .put("version", product.getVersion())
            .put("title", details.getTitle())
            .put("description", details.getDescription())
            .put("brand", details.getBrand())
            .put("category_id", details.getCategoryId())
            .put("status", details.getStatus().name().toLowerCase(Locale.ROOT))
            .put("seller_id", details.getSellerId())
            .put("listed_at", product.getListedAt().toString())
            .put("updated_at", product.getAt().toString());
    putAll(node.putObject("attributes"), details.getAttributes());
    ArrayNode images = node.putArray("images");
    details.getImages().forEach(images::add);
    ArrayNode variants = node.putArray("variants");
    for (Variant variant : details.getVariants()) {
      ObjectNode one =
          variants
              .addObject()
              .put("sku_id", variant.getSku())
              .put("title", variant.getTitle())
              .put("weight_grams", variant.getWeightGrams());
      putAll(one.putObject("attributes"), variant.getAttributes());
    }
    return node;
  }

  private static void putAll(ObjectNode node, Map<String, String> texts) {
    texts.forEach(node::put);
  }
}
