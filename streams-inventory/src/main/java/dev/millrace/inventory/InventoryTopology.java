package dev.millrace.inventory;

import static dev.millrace.kit.process.Wiring.read;
import static dev.millrace.kit.process.Wiring.write;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.kit.process.Replies;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.jspecify.annotations.Nullable;

/** Stock commands in; events, the stock table, results for other processes and replies out. */
public final class InventoryTopology {

  private InventoryTopology() {}

  /** Builds it. */
  public static Topology build(InventoryConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    KStream<String, InventoryOutcome> outcomes =
        builder.stream(
                topics.stockCommands().name(), read(topics.stockCommands(), "read-stock-commands"))
            .process(new InventoryProcessor.Supplier(config, topics), Named.as("decide-stock"));
    outcomes
        .flatMapValues(InventoryOutcome::events, Named.as("unpack-stock-events"))
        .to(topics.stockEvents().name(), write(topics.stockEvents(), "write-stock-events"));
    outcomes
        .flatMapValues(outcome -> oneOrNone(outcome.stock()), Named.as("unpack-stock"))
        .to(topics.stockTable().name(), write(topics.stockTable(), "write-stock-table"));
    outcomes
        .flatMapValues(InventoryOutcome::results, Named.as("unpack-result"))
        .map(InventoryTopology::keyedForAsker, Named.as("key-result-for-asker"))
        .to(
            topics.reservationResults().name(),
            write(topics.reservationResults(), "write-reservation-results"));
    outcomes
        .flatMapValues(outcome -> oneOrNone(outcome.reply()), Named.as("unpack-reply"))
        .map(InventoryTopology::keyedByCommand, Named.as("key-reply-by-command"))
        .to(
            topics.replies().name(),
            write(topics.replies(), "write-replies").withStreamPartitioner(Replies.toAskingEdge()));
    outcomes
        .flatMapValues(outcome -> oneOrNone(outcome.hotSku()), Named.as("unpack-hot-sku"))
        .to(topics.hotSkus().name(), write(topics.hotSkus(), "write-hot-skus"));
    outcomes
        .flatMapValues(outcome -> oneOrNone(outcome.passedOn()), Named.as("unpack-passed-on"))
        .to(topics.stockCommands().name(), write(topics.stockCommands(), "pass-on-stock-commands"));
    return builder.build();
  }

  private static KeyValue<String, ReservationResult> keyedForAsker(
      String sku, ReservationResult result) {
    return KeyValue.pair(result.getResultKey(), result);
  }

  private static KeyValue<String, Reply> keyedByCommand(String sku, Reply reply) {
    return KeyValue.pair(reply.getCommandId(), reply);
  }

  private static <T> List<T> oneOrNone(@Nullable T value) {
    return value == null ? List.of() : List.of(value);
  }
}
