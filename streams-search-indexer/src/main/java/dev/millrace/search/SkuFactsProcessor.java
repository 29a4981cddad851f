package dev.millrace.search;

import dev.millrace.avro.search.state.KnownOffer;
import dev.millrace.avro.search.state.Selling;
import dev.millrace.avro.search.state.SkuFact;
import dev.millrace.avro.search.state.SkuFacts;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is known of each SKU and tells the products that carry it when something changed
 * that a shopper sees. Most stock records change a number only: they cost one read and go no
 * further.
 */
final class SkuFactsProcessor implements Processor<String, SkuChange, String, SkuFact> {

  /** Makes the processors and brings their stores. */
  record Supplier(SearchConfig config, Topics topics)
      implements ProcessorSupplier<String, SkuChange, String, SkuFact> {
    @Override
    public Processor<String, SkuChange, String, SkuFact> get() {
      return new SkuFactsProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return SearchStores.ofSkus(topics);
    }
  }

  /**
   * A SKU belongs to one product, rarely to a few; more is a mistake that must not cost the shop.
   */
  static final int PRODUCTS_PER_SKU_MAX = 1_000;

  private static final Logger log = LoggerFactory.getLogger(SkuFactsProcessor.class);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
  private static final int SWEPT_PER_TICK_MAX = 500;

  private final SearchConfig config;
  private ProcessorContext<String, SkuFact> context;
  private KeyValueStore<String, SkuFacts> skus;
  private TimeIndex boundaries;

  // Streams calls init before anything else.
  @SuppressWarnings("NullAway.Init")
  SkuFactsProcessor(SearchConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<String, SkuFact> context) {
    this.context = context;
    this.skus = context.getStateStore(SearchStores.SKU_FACTS);
    this.boundaries = new TimeIndex(context.getStateStore(SearchStores.OFFER_BOUNDARIES));
    context.schedule(
        SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, nowMs -> sweep(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public void process(Record<String, SkuChange> record) {
    String sku = record.key();
    SkuFacts stored = skus.get(sku);
    SkuFacts before = stored == null ? unknown(sku) : stored;
    Instant at = later(before.getAt(), Instant.ofEpochMilli(record.timestamp()));
    Headers headers = MessageHeaders.passedOn(record.headers());
    switch (record.value()) {
      case SkuChange.Carried(var productId, var carried) ->
          carry(before, productId, carried, headers);
      case SkuChange.Offered(var offers) -> {
        if (!offers.equals(before.getOffers())) {
          change(before, offers, before.getSellersInStock(), at, headers);
        }
      }
      case SkuChange.Stocked(var sellers) -> {
        if (!sellers.equals(before.getSellersInStock())) {
          change(before, before.getOffers(), sellers, at, headers);
        }
      }
    }
  }

  private void carry(SkuFacts before, String productId, boolean carried, Headers headers) {
    var productIds = new TreeSet<>(before.getProductIds());
    boolean changed = carried ? productIds.add(productId) : productIds.remove(productId);
    if (productIds.size() > PRODUCTS_PER_SKU_MAX) {
      log.warn("SKU {} is carried by too many products, {} ignored", before.getSku(), productId);
      return;
    }
    if (changed) {
      skus.put(
          before.getSku(),
          SkuFacts.newBuilder(before).setProductIds(List.copyOf(productIds)).build());
    }
    // Also when it was carried before: the product asks because it has forgotten.
    if (carried && !before.getSelling().equals(SkuOffers.NOTHING)) {
      tell(before.getSku(), productId, before.getSelling(), before.getAt(), headers);
    }
  }

  private void change(
      SkuFacts before,
      List<KnownOffer> offers,
      List<String> sellersInStock,
      Instant at,
      Headers headers) {
    Selling selling = SkuOffers.best(offers, sellersInStock, config.currency(), at);
    Instant boundary = SkuOffers.nextBoundary(offers, at);
    if (!Objects.equals(boundary, before.getNextBoundary())) {
      moveBoundary(before, boundary);
    }
    skus.put(
        before.getSku(),
        new SkuFacts(
            before.getSku(),
            before.getProductIds(),
            offers,
            sellersInStock,
            selling,
            at,
            boundary));
    if (!selling.equals(before.getSelling())) {
      for (String productId : before.getProductIds()) {
        tell(before.getSku(), productId, selling, at, headers);
      }
    }
  }

  private void moveBoundary(SkuFacts before, @Nullable Instant boundary) {
    Instant old = before.getNextBoundary();
    if (old != null) {
      boundaries.remove(new TimeIndex.Entry(old, before.getSku()));
    }
    if (boundary != null) {
      boundaries.add(boundary, before.getSku());
    }
  }

  private void sweep(Instant now) {
    for (TimeIndex.Entry due : boundaries.due(now, SWEPT_PER_TICK_MAX)) {
      SkuFacts facts = skus.get(due.id());
      if (facts == null || !due.at().equals(facts.getNextBoundary())) {
        boundaries.remove(due);
        continue;
      }
      Instant at = later(facts.getAt(), now);
      change(facts, facts.getOffers(), facts.getSellersInStock(), at, new RecordHeaders());
    }
  }

  private void tell(String sku, String productId, Selling selling, Instant at, Headers headers) {
    var fact = new SkuFact(productId, sku, selling, at);
    context.forward(new Record<>(productId, fact, at.toEpochMilli(), headers));
  }

  private static SkuFacts unknown(String sku) {
    return new SkuFacts(
        sku, List.of(), List.of(), List.of(), SkuOffers.NOTHING, Instant.EPOCH, null);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
