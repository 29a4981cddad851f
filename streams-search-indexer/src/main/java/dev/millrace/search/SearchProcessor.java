package dev.millrace.search;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.search.HeldDocument;
import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.state.SkuFact;
import dev.millrace.avro.search.state.SkuMembership;
import dev.millrace.kit.process.MessageHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the document of each product. It hears of products and of their SKUs on two ways into the
 * same task, so there are two processors over one store.
 */
abstract class SearchProcessor<V> extends ContextualProcessor<String, V, String, SearchOutcome> {

  /** Makes the processors that hear of products. */
  record OfProducts(StoreBuilder<KeyValueStore<String, HeldDocument>> store)
      implements ProcessorSupplier<String, Product, String, SearchOutcome> {
    @Override
    public SearchProcessor<Product> get() {
      return new Revise();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(store);
    }
  }

  /** Makes the processors that hear of SKUs. */
  record OfSkus(StoreBuilder<KeyValueStore<String, HeldDocument>> store)
      implements ProcessorSupplier<String, SkuFact, String, SearchOutcome> {
    @Override
    public SearchProcessor<SkuFact> get() {
      return new Merge();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(store);
    }
  }

  /**
   * Takes a new description: says which SKUs came and went, and keeps what is known of the rest.
   */
  private static final class Revise extends SearchProcessor<Product> {
    @Override
    public void process(Record<String, Product> record) {
      String productId = record.key();
      HeldDocument before = documents.get(productId);
      Product product = record.value();
      HeldDocument after = product == null ? null : SearchDocuments.of(product, before);
      if (after != null) {
        documents.put(productId, after);
      } else if (before != null) {
        documents.delete(productId);
      }
      forward(record, memberships(productId, before, after), before, after);
    }
  }

  /** Takes news of one SKU. */
  private static final class Merge extends SearchProcessor<SkuFact> {
    @Override
    public void process(Record<String, SkuFact> record) {
      HeldDocument before = documents.get(record.key());
      if (before == null) {
        return;
      }
      HeldDocument after = SearchDocuments.with(before, record.value());
      if (!after.equals(before)) {
        documents.put(record.key(), after);
        forward(record, List.of(), before, after);
      }
    }
  }

  KeyValueStore<String, HeldDocument> documents;

  // Streams calls init before anything else.
  @SuppressWarnings("NullAway.Init")
  SearchProcessor() {}

  @Override
  public void init(ProcessorContext<String, SearchOutcome> context) {
    super.init(context);
    documents = context.getStateStore(SearchStores.SEARCH_DOCUMENT);
  }

  /** Sends the document on only if search would show something else than before. */
  void forward(
      Record<String, V> record,
      List<SkuMembership> memberships,
      @Nullable HeldDocument before,
      @Nullable HeldDocument after) {
    SearchDocument was = shown(before);
    SearchDocument is = shown(after);
    boolean changed = was == null || is == null ? was != is : !SearchDocuments.showTheSame(was, is);
    if (changed || !memberships.isEmpty()) {
      context()
          .forward(
              new Record<>(
                  record.key(),
                  new SearchOutcome(memberships, changed, is),
                  record.timestamp(),
                  MessageHeaders.passedOn(record.headers())));
    }
  }

  private static @Nullable SearchDocument shown(@Nullable HeldDocument held) {
    return held != null && held.getShown() ? held.getDocument() : null;
  }

  private static List<SkuMembership> memberships(
      String productId, @Nullable HeldDocument before, @Nullable HeldDocument after) {
    Set<String> had = SearchDocuments.skus(before);
    Set<String> has = SearchDocuments.skus(after);
    List<SkuMembership> memberships = new ArrayList<>();
    for (String sku : had) {
      if (!has.contains(sku)) {
        memberships.add(new SkuMembership(sku, productId, false));
      }
    }
    for (String sku : has) {
      if (!had.contains(sku)) {
        memberships.add(new SkuMembership(sku, productId, true));
      }
    }
    return memberships;
  }
}
