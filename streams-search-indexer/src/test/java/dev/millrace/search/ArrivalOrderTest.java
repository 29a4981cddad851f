package dev.millrace.search;

import static dev.millrace.search.News.offer;
import static dev.millrace.search.News.product;
import static dev.millrace.search.News.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.testkit.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The three topics that meet in a document have no order among them. */
class ArrivalOrderTest {

  @Test
  void makesTheSameDocumentInWhateverOrderNewsArrive() {
    List<Consumer<Flow>> products =
        List.of(
            f -> product(f, 1, ProductStatus.ACTIVE, "A", "B"),
            f -> product(f, 2, ProductStatus.DRAFT, "A", "C"),
            f -> product(f, 3, ProductStatus.ACTIVE, "C", "A", "D"));
    List<Consumer<Flow>> offers =
        List.of(f -> offer(f, "A", 500), f -> offer(f, "A", 700), f -> offer(f, "C", 900));
    List<Consumer<Flow>> stock =
        List.of(f -> stock(f, "A", 3), f -> stock(f, "A", 0), f -> stock(f, "C", 8));

    SearchDocument expected = null;
    for (long seed = 1; seed <= 60; seed++) {
      SearchDocument document = merged(new Random(seed), List.of(products, offers, stock));
      expected = expected == null ? document : expected;
      assertThat(document).as("seed %d", seed).isEqualTo(expected);
    }
    assertThat(expected).isNotNull();
    assertThat(expected.getVariants())
        .extracting(SearchVariant::getSku, SearchVariant::getPriceMinor, SearchVariant::getInStock)
        .containsExactly(tuple("C", 900L, true), tuple("A", 700L, false), tuple("D", null, false));
  }

  /** The last document when each topic keeps its order and the topics meet at random. */
  private static SearchDocument merged(Random random, List<List<Consumer<Flow>>> byTopic) {
    List<Integer> turns = new ArrayList<>();
    for (int topic = 0; topic < byTopic.size(); topic++) {
      turns.addAll(Collections.nCopies(byTopic.get(topic).size(), topic));
    }
    Collections.shuffle(turns, random);
    Map<Integer, Integer> next = new HashMap<>();
    try (Flow flow = News.newFlow()) {
      for (int topic : turns) {
        int turn = next.merge(topic, 1, Integer::sum) - 1;
        byTopic.get(topic).get(turn).accept(flow);
      }
      return flow.takeAll(flow.topics().searchDocuments()).getLast();
    }
  }
}
