package dev.millrace.search;

import dev.millrace.avro.search.HeldDocument;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;

/** The join that makes search documents, ready to run. */
public final class SearchModule {

  public static final String APPLICATION_ID = "search";

  /**
   * A change of stock can be found a tenth of a second later; committed as often as orders are, the
   * documents would cost as much as the orders that change them.
   */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  private SearchModule() {}

  public static StreamsModule of(SearchConfig config, Topics topics) {
    return new StreamsModule(
            APPLICATION_ID,
            SearchTopology.build(config, topics),
            List.of(
                new QueryableStore(
                    SearchStores.SEARCH_DOCUMENT, held -> ((HeldDocument) held).getDocument())))
        .committingEvery(COMMIT_INTERVAL);
  }
}
