package dev.millrace.search.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.SearchVariant;
import dev.millrace.search.index.SearchResult.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Judges the ranking by what people said of real products. Runs where the folder of shared data is,
 * as the system property millrace.data or the environment variable MILLRACE_DATA names it.
 */
class RelevanceTest {

  private static final int DEPTH = 10;

  /**
   * Below the figure that was measured, above the multi-field baseline that it must not fall to.
   */
  private static final double NDCG_MIN = 0.74;

  /** The mean over the queries that have a relevant product. */
  private record Figures(double ndcg, double judged, int queries) {}

  @TempDir Path folder;

  @Test
  void ranksRealProductsAsPeopleWould() throws IOException {
    Optional<Path> data = dataFolder();
    assumeTrue(data.isPresent(), "set MILLRACE_DATA to the folder of shared data");
    Path icecat = data.orElseThrow().resolve("icecat");
    try (var index = SearchIndex.open(folder, new SearchIndex.Options(32, "USD"))) {
      long began = System.nanoTime();
      int products = fill(index, icecat.resolve("products.ndjson.gz"));
      long filled = System.nanoTime();
      Figures figures = judge(index, judgements(icecat.resolve("judgements.csv")));
      System.out.printf(
          "nDCG@10 %.4f, judged@10 %.3f, %d queries, %d products indexed in %d ms, judged in %d"
              + " ms%n",
          figures.ndcg(),
          figures.judged(),
          figures.queries(),
          products,
          (filled - began) / 1_000_000,
          (System.nanoTime() - filled) / 1_000_000);
      assertThat(figures.ndcg()).isGreaterThan(NDCG_MIN);
    }
  }

  private static Optional<Path> dataFolder() {
    String given = System.getProperty("millrace.data", System.getenv("MILLRACE_DATA"));
    return Optional.ofNullable(given)
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .filter(Files::isDirectory);
  }

  private static int fill(SearchIndex index, Path file) throws IOException {
    var mapper = new ObjectMapper();
    int products = 0;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        SearchDocument document = document(mapper.readTree(line));
        index.apply(List.of(new DocumentChange(0, products, document.getProductId(), document)));
        products++;
      }
    }
    index.commit();
    index.refresh();
    return products;
  }

  private static SearchDocument document(JsonNode product) {
    Map<String, String> attributes = new TreeMap<>();
    product
        .properties()
        .forEach(
            field -> {
              if (field.getKey().startsWith("attr_")) {
                attributes.put(
                    field.getKey().substring("attr_t_".length()), field.getValue().asText());
              }
            });
    String id = product.get("id").asText();
    return new SearchDocument(
        id,
        1L,
        product.path("title").asText(""),
        product.path("short_description").asText(""),
        product.path("supplier").asText(""),
        null,
        attributes,
        List.of(),
        List.of(
            new SearchVariant(
                id, null, Map.of(), product.path("price").asLong(), "USD", "sel_platform", true)),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
    Map<String, Map<String, Integer>> judgements = new TreeMap<>();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      String[] fields = line.split(",");
      judgements
          .computeIfAbsent(fields[0], query -> new HashMap<>())
          .put(fields[1], Integer.parseInt(fields[2].strip()));
    }
    return judgements;
  }

  private static Figures judge(SearchIndex index, Map<String, Map<String, Integer>> judgements) {
    var queries = new SearchQueries(index);
    double ndcg = 0;
    double judged = 0;
    int count = 0;
    for (var entry : judgements.entrySet()) {
      Map<String, Integer> ratings = entry.getValue();
      double ideal = gain(ratings.values().stream().sorted((a, b) -> b - a).limit(DEPTH).toList());
      if (ideal == 0) {
        continue;
      }
      List<Item> items =
          queries
              .search(SearchRequest.from(Map.of("q", entry.getKey(), "limit", "" + DEPTH)))
              .items();
      List<Integer> ranked = new ArrayList<>();
      items.forEach(item -> ranked.add(ratings.getOrDefault(item.productId(), 0)));
      double one = gain(ranked) / ideal;
      long known = items.stream().filter(item -> ratings.containsKey(item.productId())).count();
      if (Boolean.getBoolean("relevance.verbose")) {
        System.out.printf("%.3f %d/%d %s%n", one, known, items.size(), entry.getKey());
      }
      ndcg += one;
      judged += items.isEmpty() ? 0 : (double) known / items.size();
      count++;
    }
    return new Figures(ndcg / count, judged / count, count);
  }

  private static double gain(List<Integer> ratings) {
    double gain = 0;
    for (int i = 0; i < ratings.size(); i++) {
      gain += (Math.pow(2, ratings.get(i)) - 1) / (Math.log(i + 2) / Math.log(2));
    }
    return gain;
  }
}
