package dev.millrace.inventory.history;

import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Keeps every event that comes, and forgets what is too old. */
final class HistoryProcessor implements Processor<String, StockEvent, Void, Void> {

  /** Makes the processors and brings their stores. */
  record Supplier(InventoryHistoryConfig config, Topics topics)
      implements ProcessorSupplier<String, StockEvent, Void, Void> {
    @Override
    public Processor<String, StockEvent, Void, Void> get() {
      return new HistoryProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return HistoryStores.builders(topics);
    }
  }

  private static final Duration PRUNE_EVERY = Duration.ofSeconds(1);

  /** Groups that one tick may forget: it takes some milliseconds, and keeps up with any load. */
  private static final int GROUPS_PER_TICK_MAX = 200;

  private final InventoryHistoryConfig config;
  private HistoryStores stores;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private HistoryProcessor(InventoryHistoryConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    stores = new HistoryStores(context, config.eventsPerSkuMax() / HistoryStores.GROUP);
    context.schedule(PRUNE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::prune);
  }

  @Override
  public void process(Record<String, StockEvent> record) {
    if (record.value() != null) {
      stores.keep(record.value());
    }
  }

  private void prune(long nowMs) {
    stores.forgetBefore(Instant.ofEpochMilli(nowMs).minus(config.kept()), GROUPS_PER_TICK_MAX);
  }
}
