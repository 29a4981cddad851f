package dev.millrace.search;

import dev.millrace.avro.search.HeldDocument;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;

/** The join that makes search documents, ready to run. */
public final class SearchModule {

  public static final String APPLICATION_ID = "search";

  private SearchModule() {}

  public static StreamsModule of(SearchConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        SearchTopology.build(config, topics),
        List.of(
            new QueryableStore(
                SearchStores.SEARCH_DOCUMENT, held -> ((HeldDocument) held).getDocument())));
  }
}
