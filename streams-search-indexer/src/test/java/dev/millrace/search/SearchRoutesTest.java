package dev.millrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.search.SearchAnswer.Refused;
import dev.millrace.search.index.DocumentChange;
import dev.millrace.search.index.SearchIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchRoutesTest {

  @TempDir Path folder;
  private SearchIndex index;
  private SearchRoutes routes;

  @BeforeEach
  void openWithOneLamp() {
    index = SearchIndex.open(folder, new SearchIndex.Options(16, "USD"));
    routes = new SearchRoutes(index);
    var lamp =
        new SearchDocument(
            "prd_1",
            1L,
            "Desk lamp",
            "It shines.",
            "Acme",
            "cat_lamps",
            Map.of("color", "red"),
            List.of("https://img.example/1.jpg", "https://img.example/2.jpg"),
            List.of(new SearchVariant("LAMP-1", null, Map.of(), 1_999L, "USD", "sel_a", true)),
            Instant.EPOCH,
            Instant.EPOCH);
    index.apply(List.of(new DocumentChange(0, 4, "prd_1", lamp)));
    index.refresh();
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void answersInTheShapeOfTheContract() {
    JsonNode found = json(routes.search(Map.of("q", "lamp", "facets", "brand")));
    assertThat(found)
        .isEqualTo(
            json(
                """
                {"items":[{"product_id":"prd_1","title":"Desk lamp","brand":"Acme",
                  "category_id":"cat_lamps","images":["https://img.example/1.jpg"],
                  "price":{"amount":"19.99","currency":"USD","minor_units":1999},
                  "in_stock":true,"skus":["LAMP-1"]}],
                 "total":1,"facets":{"brand":[{"value":"Acme","count":1}]},"next":null,
                 "corrected_query":null,"index_offset":5,"index_offsets":{"0":5}}
                """));
    assertThat(json(routes.suggest(Map.of("q", "des"))))
        .isEqualTo(
            json(
                """
                {"suggestions":[{"text":"Desk lamp","kind":"product"}],"index_offset":5}
                """));
  }

  @Test
  void namesARefusal() {
    assertThat(routes.search(Map.of("sort", "rating")))
        .isEqualTo(
            new Refused("sort_unknown", "sort", "sort must be relevance, price, -price or newest"));
    assertThat(routes.suggest(Map.of("q", "x".repeat(301)))).isInstanceOf(Refused.class);
  }

  private static JsonNode json(SearchAnswer answer) {
    var mapper = new ObjectMapper();
    return json(mapper.valueToTree(answer).toString());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }
}
