package dev.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogTopologyTest {

  private static final CatalogConfig CONFIG = CatalogConfig.from(new Settings(Map.of()));

  private final Flow flow = Flow.of(topics -> CatalogTopology.build(CONFIG, topics));
  private final Topics topics = flow.topics();

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void listsAProductAndAnswersWithIt() {
    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));

    ProductEvent event = flow.take(topics.productEvents());
    assertThat(event.getType()).isEqualTo("productListed");
    assertThat(event.getEventId()).isEqualTo("prd_1-1");
    assertThat(event.getSequence()).isEqualTo(1);
    assertThat(event.getProductListed().getTitle()).isEqualTo("Lamp");
    Product product = flow.take(topics.productTable());
    assertThat(product.getVersion()).isEqualTo(1);
    assertThat(product.getListedAt()).isEqualTo(Flow.START);
    Reply reply = flow.take(topics.replies());
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getProduct()).isEqualTo(product);
    assertThat(flow.<String, Product>store("product-state").get("prd_1")).isEqualTo(product);
    flow.expectNothingElse();
  }

  @Test
  void revisesAndCountsVersions() {
    flow.send(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));
    flow.after(Duration.ofMinutes(1));
    flow.send(topics.productCommands(), "prd_1", command("cmd_2", "Brighter lamp", 1L));

    assertThat(flow.takeAll(topics.productEvents()))
        .extracting(ProductEvent::getType)
        .containsExactly("productListed", "productRevised");
    assertThat(flow.takeAll(topics.productTable()))
        .extracting(Product::getVersion)
        .containsExactly(1L, 2L);
    flow.expectNothingElse();
  }

  @Test
  void answersARepeatedCommandWithTheFirstAnswerAndNoEvents() {
    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));
    Reply first = flow.take(topics.replies());
    flow.takeAll(topics.productEvents());
    flow.takeAll(topics.productTable());

    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));
    Reply second = flow.take(topics.replies());
    assertThat(second.getReplayed()).isTrue();
    assertThat(second.getProduct()).isEqualTo(first.getProduct());
    flow.expectNothingElse();
  }

  @Test
  void refusesACommandIdThatComesBackWithAnotherPayload() {
    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));
    flow.takeAll(topics.replies());
    flow.takeAll(topics.productEvents());
    flow.takeAll(topics.productTable());

    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Other lamp", null));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void namesARefusalAndRemembersIt() {
    flow.ask(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", 7L));
    Reply refused = flow.take(topics.replies());
    assertThat(refused.getStatus()).isEqualTo(ReplyStatus.REFUSED);
    assertThat(refused.getRefusal()).isEqualTo("version_conflict");

    flow.ask(topics.productCommands(), "prd_1", command("cmd_2", "", null));
    Reply invalid = flow.take(topics.replies());
    assertThat(invalid.getRefusal()).isEqualTo("title_out_of_bounds");
    assertThat(invalid.getProblems().getFirst().getPointer()).isEqualTo("/title");
    flow.expectNothingElse();
  }

  @Test
  void acceptsAPutThatChangesNothingWithoutEvents() {
    flow.send(topics.productCommands(), "prd_1", command("cmd_1", "Lamp", null));
    Product product = flow.take(topics.productTable());
    flow.takeAll(topics.productEvents());

    flow.ask(topics.productCommands(), "prd_1", command("cmd_2", "Lamp", null));
    assertThat(flow.take(topics.replies()).getProduct()).isEqualTo(product);
    flow.expectNothingElse();
  }

  @Test
  void refusesMalformedCommandsAndGoesOn() {
    ProductCommand whole = command("cmd_1", "Lamp", null);
    flow.ask(
        topics.productCommands(), "prd_1", ProductCommand.newBuilder(whole).setPut(null).build());
    flow.ask(topics.productCommands(), "prd_other", whole);
    flow.ask(
        topics.productCommands(),
        "prd_1",
        ProductCommand.newBuilder(whole).setCommandId("c".repeat(129)).build());
    flow.send(topics.productCommands(), "prd_other", whole);
    assertThat(flow.takeAll(topics.replies()))
        .hasSize(3)
        .allSatisfy(reply -> assertThat(reply.getRefusal()).isEqualTo("malformed_command"));
    flow.expectNothingElse();
  }

  @Test
  void keepsItsTopology() {
    var golden = new Topics(new InMemoryRegistry(), 4);
    Golden.verifyTopology(CatalogTopology.build(CONFIG, golden));
  }

  @Test
  void reportsSettingsOutOfBounds() {
    var settings = new Settings(Map.of("MILLRACE_CATALOG_OUTCOMES_KEPT", "31d"));
    CatalogConfig config = CatalogConfig.from(settings);
    Assertions.assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_CATALOG_OUTCOMES_KEPT");
  }

  private static ProductCommand command(
      String commandId, String title, @Nullable Long expectedVersion) {
    var details =
        new ProductDetails(
            title,
            "It shines.",
            "Acme",
            null,
            ProductStatus.ACTIVE,
            Map.of("color", "red", "power", "5 W"),
            List.of(),
            List.of(new Variant("LAMP-1", null, Map.of(), 500)),
            "sel_a");
    return ProductCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("print-" + title)
        .setIssuedAt(Flow.START)
        .setActor(new Actor(ActorRole.SELLER, "sel_a"))
        .setProductId("prd_1")
        .setPut(new PutProduct(details, expectedVersion))
        .build();
  }
}
