package dev.millrace.edge.resource;

import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.SearchClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /v1/search: bounds the question; the index answers. */
public final class Search {

  private static final int QUERY_LENGTH_MAX = 256;
  private static final int FILTERS_LENGTH_MAX = 1_024;
  private static final int LIMIT_DEFAULT = 20;
  private static final int LIMIT_MAX = 100;
  private static final List<String> SORTS = List.of("relevance", "price", "-price", "newest");

  private final SearchClient index;

  public Search(SearchClient index) {
    this.index = index;
  }

  public Answer search(Call call) {
    Map<String, String> question = new LinkedHashMap<>();
    put(question, "q", call.query("q", QUERY_LENGTH_MAX));
    put(question, "filters", call.query("filters", FILTERS_LENGTH_MAX));
    put(question, "facets", call.query("facets", QUERY_LENGTH_MAX));
    put(question, "cursor", call.query("cursor", FILTERS_LENGTH_MAX));
    String sort = call.query("sort", 20);
    if (sort != null && !SORTS.contains(sort)) {
      throw Problem.invalid("sort", "unknown_value", "must be one of " + String.join(", ", SORTS))
          .exception();
    }
    put(question, "sort", sort);
    question.put("limit", Integer.toString(limit(call)));
    return ask("/search", question);
  }

  public Answer suggest(Call call) {
    Map<String, String> question = new LinkedHashMap<>();
    String q = call.query("q", QUERY_LENGTH_MAX);
    put(question, "q", q == null ? "" : q);
    question.put("limit", Integer.toString(limit(call)));
    return ask("/search/suggest", question);
  }

  private Answer ask(String path, Map<String, String> question) {
    return switch (index.ask(path, question)) {
      case SearchClient.Result.Found found -> Answer.ok(found.body());
      case SearchClient.Result.Refused refused ->
          throw Problem.of(400, "invalid_query", refused.detail()).exception();
      case SearchClient.Result.NotReady notReady ->
          throw Problem.unavailable("search_not_ready", "The search index does not answer now.")
              .exception();
    };
  }

  private static int limit(Call call) {
    String limit = call.query("limit", 20);
    if (limit == null) {
      return LIMIT_DEFAULT;
    }
    if (!limit.matches("\\d{1,3}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > LIMIT_MAX) {
      throw Problem.invalid("limit", "out_of_bounds", "must be from 1 to " + LIMIT_MAX).exception();
    }
    return Integer.parseInt(limit);
  }

  private static void put(Map<String, String> question, String name, @Nullable String value) {
    if (value != null) {
      question.put(name, value);
    }
  }
}
