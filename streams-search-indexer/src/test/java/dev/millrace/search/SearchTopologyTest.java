package dev.millrace.search;

import static dev.millrace.search.News.offer;
import static dev.millrace.search.News.offerOf;
import static dev.millrace.search.News.product;
import static dev.millrace.search.News.productOf;
import static dev.millrace.search.News.sellerOffer;
import static dev.millrace.search.News.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchTopologyTest {

  private final Flow flow = News.newFlow();
  private final Topics topics = flow.topics();

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void joinsProductOfferAndStock() {
    product(flow, 1, ProductStatus.ACTIVE, "A");
    offer(flow, "A", 1_999);
    stock(flow, "A", 5);

    SearchDocument document = latest();
    assertThat(document.getTitle()).isEqualTo("Lamp 1");
    SearchVariant variant = document.getVariants().getFirst();
    assertThat(variant.getPriceMinor()).isEqualTo(1_999);
    assertThat(variant.getCurrency()).isEqualTo("USD");
    assertThat(variant.getInStock()).isTrue();
    flow.expectNothingElse();
  }

  @Test
  void staysSilentWhileStockMovesWithoutRunningOut() {
    product(flow, 1, ProductStatus.ACTIVE, "A");
    offer(flow, "A", 1_999);
    stock(flow, "A", 100);
    latest();

    for (int onHand = 99; onHand > 0; onHand--) {
      stock(flow, "A", onHand);
    }
    flow.expectNothingElse();

    stock(flow, "A", 0);
    assertThat(latest().getVariants().getFirst().getInStock()).isFalse();
    flow.expectNothingElse();
  }

  @Test
  void staysSilentWhenARevisionShowsNothingNew() {
    product(flow, 1, ProductStatus.ACTIVE, "A");
    latest();
    Product same = productOf(1, ProductStatus.ACTIVE, "A");
    flow.send(topics.productTable(), "prd_1", Product.newBuilder(same).setVersion(9).build());
    flow.expectNothingElse();
  }

  @Test
  void forgetsASkuThatTheProductDropsAndLearnsItAgain() {
    product(flow, 1, ProductStatus.ACTIVE, "A", "B");
    offer(flow, "B", 500);
    latest();

    product(flow, 2, ProductStatus.ACTIVE, "A");
    assertThat(latest().getVariants()).extracting(SearchVariant::getSku).containsExactly("A");
    offer(flow, "B", 600);
    flow.expectNothingElse();

    product(flow, 3, ProductStatus.ACTIVE, "A", "B");
    assertThat(latest().getVariants().getLast().getPriceMinor()).isEqualTo(600);
  }

  @Test
  void hidesDraftsAndArchivedProducts() {
    product(flow, 1, ProductStatus.DRAFT, "A");
    offer(flow, "A", 500);
    flow.expectNothingElse();

    product(flow, 2, ProductStatus.ACTIVE, "A");
    assertThat(latest().getVariants().getFirst().getPriceMinor()).isEqualTo(500);

    product(flow, 3, ProductStatus.ARCHIVED, "A");
    List<TestRecord<String, SearchDocument>> records = flow.takeRecords(topics.searchDocuments());
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().key()).isEqualTo("prd_1");
    assertThat(records.getFirst().value()).isNull();
  }

  @Test
  void showsAnOfferOnlyWhileItHolds() {
    product(flow, 1, ProductStatus.ACTIVE, "A");
    stock(flow, "A", 5);
    Instant from = Flow.START.plusSeconds(60);
    Instant until = Flow.START.plusSeconds(120);
    flow.send(
        topics.offerTable(), "A", new Offers("A", 1L, flow.now(), List.of(offerOf(from, until))));
    assertThat(latest().getVariants().getFirst().getPriceMinor()).isNull();

    flow.after(Duration.ofSeconds(61));
    assertThat(latest().getVariants().getFirst().getInStock()).isTrue();
    flow.after(Duration.ofSeconds(60));
    assertThat(latest().getVariants().getFirst().getPriceMinor()).isNull();
    flow.expectNothingElse();
  }

  @Test
  void prefersTheLowestPriceOfASellerWhoHasAUnit() {
    product(flow, 1, ProductStatus.ACTIVE, "A");
    flow.send(
        topics.offerTable(),
        "A",
        new Offers(
            "A",
            1L,
            flow.now(),
            List.of(
                sellerOffer("sel_cheap", 100, null, null),
                sellerOffer("sel_platform", 200, null, null))));
    assertThat(latest().getVariants().getFirst().getPriceMinor()).isEqualTo(100);
    stock(flow, "A", 1);
    SearchVariant variant = latest().getVariants().getFirst();
    assertThat(variant.getPriceMinor()).isEqualTo(200);
    assertThat(variant.getInStock()).isTrue();
  }

  @Test
  void keepsItsTopology() {
    var golden = new Topics(new InMemoryRegistry(), 4);
    Golden.verifyTopology(SearchTopology.build(News.CONFIG, golden));
  }

  @Test
  void reportsEverySettingOutOfBounds() {
    var settings =
        new Settings(
            Map.of("MILLRACE_SEARCH_CURRENCY", "usd", "MILLRACE_SEARCH_RAM_BUFFER_MB", "0"));
    SearchConfig config = SearchConfig.from(settings);
    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_SEARCH_CURRENCY")
        .hasMessageContaining("MILLRACE_SEARCH_RAM_BUFFER_MB");
  }

  private SearchDocument latest() {
    return flow.takeAll(topics.searchDocuments()).getLast();
  }
}
