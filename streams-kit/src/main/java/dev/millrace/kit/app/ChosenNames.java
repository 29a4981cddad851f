package dev.millrace.kit.app;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.TopologyException;

/**
 * Whatever persists has a chosen name: generated ones shift when an operator is added, and the
 * state under the old name is lost. Kafka's own check (ensure.explicit.internal.resource.naming)
 * reads its setting while a topology is built, which here is before the settings of the process are
 * known.
 */
final class ChosenNames {

  private static final Pattern GENERATED = Pattern.compile("(KSTREAM|KTABLE)-[A-Z-]+-\\d{10}");

  private ChosenNames() {}

  /** Refuses a topology with a store or a topic whose name was generated. */
  static void require(Topology topology) {
    Set<String> generated = new TreeSet<>();
    for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
      for (TopologyDescription.Node node : part.nodes()) {
        persistent(node).stream()
            .filter(name -> GENERATED.matcher(name).find())
            .forEach(generated::add);
      }
    }
    if (!generated.isEmpty()) {
      throw new TopologyException(
          "name these stores and topics (Materialized, Grouped, Repartitioned): " + generated);
    }
  }

  private static Set<String> persistent(TopologyDescription.Node node) {
    return switch (node) {
      case TopologyDescription.Processor processor -> processor.stores();
      case TopologyDescription.Source source when source.topicSet() != null -> source.topicSet();
      case TopologyDescription.Sink sink when sink.topic() != null -> Set.of(sink.topic());
      default -> Set.of();
    };
  }
}
