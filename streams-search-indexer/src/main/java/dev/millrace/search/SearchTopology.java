package dev.millrace.search;

import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.state.SkuFact;
import dev.millrace.avro.search.state.SkuMembership;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.util.Collections;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/** Products are asked which SKUs they carry; news of those SKUs comes back and makes documents. */
public final class SearchTopology {

  private SearchTopology() {}

  public static Topology build(SearchConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    var documents = SearchStores.ofDocuments(topics);
    var products = topics.productTable();

    KStream<String, SearchOutcome> ofProducts =
        builder.stream(products.name(), Wiring.read(products, "read-products"))
            .process(new SearchProcessor.OfProducts(documents), Named.as("revise-document"));

    KStream<String, SkuChange> carried =
        ofProducts
            .flatMap(
                (productId, outcome) ->
                    outcome.memberships().stream()
                        .map(membership -> KeyValue.pair(membership.getSku(), membership))
                        .toList(),
                Named.as("explode-skus"))
            .repartition(meeting(topics, SkuMembership.class, "sku-membership"))
            .mapValues(SkuChange::ofMembership, Named.as("hear-of-membership"));
    KStream<String, SkuChange> offered =
        builder.stream(topics.offerTable().name(), Wiring.read(topics.offerTable(), "read-offers"))
            .mapValues(SkuChange::ofOffers, Named.as("hear-of-offers"));
    KStream<String, SkuChange> stocked =
        builder.stream(topics.stockTable().name(), Wiring.read(topics.stockTable(), "read-stock"))
            .filter((key, stock) -> !BucketKey.isBucket(key), Named.as("leave-out-buckets"))
            .mapValues(SkuChange::ofStock, Named.as("hear-of-stock"));

    KStream<String, SearchOutcome> ofSkus =
        carried
            .merge(offered, Named.as("merge-offers"))
            .merge(stocked, Named.as("merge-stock"))
            .process(new SkuFactsProcessor.Supplier(config, topics), Named.as("gather-sku-facts"))
            .repartition(meeting(topics, SkuFact.class, "sku-facts-by-product"))
            .process(new SearchProcessor.OfSkus(documents), Named.as("merge-into-document"));

    ofProducts
        .merge(ofSkus, Named.as("merge-outcomes"))
        .flatMapValues(SearchTopology::published, Named.as("unpack-document"))
        .to(
            topics.searchDocuments().name(),
            Wiring.write(topics.searchDocuments(), "write-documents"));
    return builder.build();
  }

  /** One record or none; a record without a value hides the product. */
  private static Iterable<SearchDocument> published(SearchOutcome outcome) {
    return outcome.publishes() ? Collections.singletonList(outcome.document()) : List.of();
  }

  /** As many partitions as the tables have, so that news of one key meet in one task. */
  private static <V extends SpecificRecord> Repartitioned<String, V> meeting(
      Topics topics, Class<V> type, String name) {
    return Repartitioned.with(Serdes.String(), new AvroSerde<>(topics.registry(), type))
        .withName(name)
        .withNumberOfPartitions(topics.productTable().partitions());
  }
}
