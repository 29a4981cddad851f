package dev.millrace.schemas.topics;

import dev.millrace.avro.search.SearchDocument;
import java.util.List;

/** The topics of the search. */
record SearchTopics(Topic<SearchDocument> searchDocuments) {

  static SearchTopics of(TopicFactory topics) {
    return new SearchTopics(
        topics.table(
            "search.document-table.v1",
            SearchDocument.class,
            "product id",
            "What the search index is made of; read it from the start to build another."));
  }

  List<Topic<?>> all() {
    return List.of(searchDocuments);
  }
}
