package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.schemas.topics.Topics;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/** Notes where every event is, and what it changes in the lists. */
final class ViewsProcessor implements Processor<String, OrderEvent, Void, Void> {

  /** Makes the processors and brings their stores. */
  record Supplier(Topics topics) implements ProcessorSupplier<String, OrderEvent, Void, Void> {
    @Override
    public Processor<String, OrderEvent, Void, Void> get() {
      return new ViewsProcessor();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return ViewStores.builders(topics);
    }
  }

  private ProcessorContext<Void, Void> context;
  private ViewStores stores;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private ViewsProcessor() {}

  @Override
  public void init(ProcessorContext<Void, Void> taskContext) {
    context = taskContext;
    stores = new ViewStores(taskContext);
  }

  @Override
  public void process(Record<String, OrderEvent> record) {
    if (record.value() != null) {
      RecordMetadata at = context.recordMetadata().orElseThrow();
      stores.keep(record.value(), at.partition(), at.offset());
    }
  }
}
