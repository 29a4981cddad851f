package dev.millrace.orders.views;

import static dev.millrace.kit.process.Wiring.read;

import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/** Order events in; nothing out but what readers ask for. */
public final class OrderViewsTopology {

  private OrderViewsTopology() {}

  /** Builds it. */
  public static Topology build(Topics topics) {
    var builder = new StreamsBuilder();
    builder.stream(topics.orderEvents().name(), read(topics.orderEvents(), "read-order-events"))
        .process(new ViewsProcessor.Supplier(topics), Named.as("keep-order-positions"));
    return builder.build();
  }
}
