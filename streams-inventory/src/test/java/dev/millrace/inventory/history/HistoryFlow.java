package dev.millrace.inventory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** The history in a test: events in, questions as the query server asks them. */
public final class HistoryFlow implements AutoCloseable {

  private final Flow flow;

  public HistoryFlow(Map<String, String> settings) {
    InventoryHistoryConfig config = InventoryHistoryConfig.from(new Settings(settings));
    flow = Flow.of(topics -> InventoryHistoryTopology.build(config, topics));
  }

  public Flow flow() {
    return flow;
  }

  /** An event of the inventory. */
  public void happened(StockEvent event) {
    flow.send(flow.topics().stockEvents(), event.getSku(), event);
  }

  /** The stock as it was; fails if there is no answer. */
  public StockAsOf asOf(String sku, Instant moment) {
    return (StockAsOf) found(asOf(sku, moment, 0));
  }

  KeyQuery.Answer asOf(String sku, Instant moment, long through) {
    return HistoryReads.asOf(
        flow::store,
        sku,
        Map.of("as_of", Long.toString(moment.toEpochMilli()), "through", Long.toString(through)));
  }

  /** A page of events; fails if there is no answer. */
  StockEventPage page(String sku, Map<String, Object> parameters) {
    return (StockEventPage) found(ask(sku, parameters));
  }

  KeyQuery.Answer ask(String sku, Map<String, Object> parameters) {
    Map<String, String> texts = new HashMap<>();
    parameters.forEach((name, value) -> texts.put(name, value.toString()));
    return HistoryReads.events(flow::store, sku, texts);
  }

  private static SpecificRecord found(KeyQuery.Answer answer) {
    assertThat(answer).isInstanceOf(KeyQuery.Found.class);
    return ((KeyQuery.Found) answer).value();
  }

  @Override
  public void close() {
    flow.expectNothingElse();
    flow.close();
  }
}
