package dev.millrace.search;

import dev.millrace.avro.search.SearchDocument;
import dev.millrace.kit.query.Companion;
import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.search.index.IndexFeeder;
import dev.millrace.search.index.IndexLag;
import dev.millrace.search.index.SearchIndex;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * An index that is being fed, and what it answers: the part of a search instance beside the join.
 */
public final class SearchNode implements AutoCloseable {

  private final SearchIndex index;
  private final IndexFeeder feeder;
  private final SearchRoutes routes;

  private SearchNode(SearchIndex index, IndexFeeder feeder) {
    this.index = index;
    this.feeder = feeder;
    this.routes = new SearchRoutes(index);
  }

  /** Opens the index and feeds it in a thread of its own. The document topic must exist. */
  public static SearchNode start(
      SearchConfig config, Topics topics, Brokers brokers, MeterRegistry meters) {
    var index =
        SearchIndex.open(
            config.indexDir(), new SearchIndex.Options(config.ramBufferMb(), config.currency()));
    Map<String, Object> settings = brokers.clientSettings();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    var consumer =
        new KafkaConsumer<String, SearchDocument>(
            settings,
            new StringDeserializer(),
            topics.searchDocuments().valueSerde().deserializer());
    var pace =
        new IndexFeeder.Pace(
            config.refreshEvery(), config.commitEvery(), config.commitDocumentsMax());
    var feeder =
        new IndexFeeder(
            index,
            consumer,
            topics.searchDocuments().name(),
            pace,
            IndexLag.in(meters, System::currentTimeMillis),
            System::nanoTime);
    Thread.ofPlatform().name("search-index-feeder").daemon().start(feeder);
    return new SearchNode(index, feeder);
  }

  public SearchRoutes routes() {
    return routes;
  }

  /** What the query server of the process answers from this index. */
  public Companion companion() {
    return new Companion(
        "search-index",
        () -> isReady() && failure().isEmpty(),
        Map.of(
            "/search", parameters -> answer(routes.search(parameters)),
            "/search/suggest", parameters -> answer(routes.suggest(parameters))));
  }

  private static Companion.Answer answer(SearchAnswer answer) {
    int status =
        switch (answer) {
          case SearchAnswer.Refused refused -> 400;
          case SearchAnswer.Found found -> 200;
          case SearchAnswer.Suggested suggested -> 200;
        };
    return new Companion.Answer(status, answer);
  }

  /** Whether the index has once reached the end of the topic: before that, hits may be missing. */
  public boolean isReady() {
    return feeder.caughtUp();
  }

  /** Why the index stopped growing, if it did. */
  public Optional<RuntimeException> failure() {
    return feeder.failure();
  }

  /** Completes with the failure once the index stopped growing, and never otherwise. */
  public CompletionStage<RuntimeException> ended() {
    return feeder.failed();
  }

  public SearchIndex index() {
    return index;
  }

  @Override
  public void close() {
    feeder.close();
    index.close();
  }
}
