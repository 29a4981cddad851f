package dev.millrace.inventory.history;

import static dev.millrace.kit.process.Wiring.read;

import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/** Stock events in; nothing out but what readers ask for. */
public final class InventoryHistoryTopology {

  private InventoryHistoryTopology() {}

  /** Builds it. */
  public static Topology build(InventoryHistoryConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    builder.stream(topics.stockEvents().name(), read(topics.stockEvents(), "read-stock-events"))
        .process(new HistoryProcessor.Supplier(config, topics), Named.as("keep-stock-events"));
    return builder.build();
  }
}
