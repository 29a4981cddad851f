package dev.millrace.orders.ledger;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.topics.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the entry of every event that moves or promises money. */
final class LedgerProcessor implements Processor<String, LedgerInput, String, JournalEntry> {

  /** Makes the processors and brings their stores. */
  record Supplier(Terms terms, Topics topics)
      implements ProcessorSupplier<String, LedgerInput, String, JournalEntry> {
    @Override
    public Processor<String, LedgerInput, String, JournalEntry> get() {
      return new LedgerProcessor(terms);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return LedgerStores.builders(topics);
    }
  }

  private final Terms terms;
  private ProcessorContext<String, JournalEntry> context;
  private LedgerStores stores;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private LedgerProcessor(Terms terms) {
    this.terms = terms;
  }

  @Override
  public void init(ProcessorContext<String, JournalEntry> taskContext) {
    context = taskContext;
    stores = new LedgerStores(taskContext);
  }

  @Override
  public void process(Record<String, LedgerInput> record) {
    Optional<JournalEntry> entry =
        switch (record.value()) {
          case LedgerInput.OfOrder input ->
              input.event() == null ? Optional.empty() : stores.enter(input.event(), terms);
          case LedgerInput.OfAccount input ->
              input.event() == null ? Optional.empty() : stores.enter(input.event(), terms);
        };
    entry.ifPresent(made -> context.forward(record.withValue(made)));
  }
}
