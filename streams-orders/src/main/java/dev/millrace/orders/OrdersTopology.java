package dev.millrace.orders;

import static dev.millrace.kit.process.Wiring.read;
import static dev.millrace.kit.process.Wiring.write;

import dev.millrace.avro.inventory.HotSku;
import dev.millrace.kit.process.Replies;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Commands, stock answers and payment answers of one order meet in one writer. */
public final class OrdersTopology {

  private OrdersTopology() {}

  public static Topology build(OrdersConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    GlobalKTable<String, HotSku> hotSkus =
        builder.globalTable(
            topics.hotSkus().name(),
            read(topics.hotSkus(), "read-hot-skus"),
            HotSkus.everywhere(topics));
    KStream<String, OrdersInput> commands =
        builder.stream(
                topics.orderCommands().name(), read(topics.orderCommands(), "read-order-commands"))
            .mapValues(OrdersInput.Command::new, Named.as("take-order-command"));
    KStream<String, OrdersInput> stock =
        builder.stream(
                topics.reservationResults().name(),
                read(topics.reservationResults(), "read-reservation-results"))
            .mapValues(OrdersInput.StockResult::new, Named.as("take-reservation-result"));
    KStream<String, OrdersInput> money =
        builder.stream(
                topics.paymentResults().name(),
                read(topics.paymentResults(), "read-payment-results"))
            .mapValues(OrdersInput.MoneyResult::new, Named.as("take-payment-result"));

    KStream<String, OrdersInput> parcels =
        builder.stream(
                topics.carrierResults().name(),
                read(topics.carrierResults(), "read-carrier-results"))
            .mapValues(OrdersInput.ParcelResult::new, Named.as("take-carrier-result"));

    KStream<String, OrdersInput> draws =
        builder.stream(
                topics.accountResults().name(),
                read(topics.accountResults(), "read-account-results"))
            .mapValues(OrdersInput.DrawResult::new, Named.as("take-account-result"));

    KStream<String, OrdersOutcome> outcomes =
        commands
            .merge(stock, Named.as("add-reservation-results"))
            .merge(money, Named.as("add-payment-results"))
            .merge(parcels, Named.as("add-carrier-results"))
            .merge(draws, Named.as("add-account-results"))
            .process(new OrdersProcessor.Supplier(config, topics), Named.as("decide-order"));

    outcomes
        .flatMapValues(OrdersOutcome::events, Named.as("unpack-order-events"))
        .to(topics.orderEvents().name(), write(topics.orderEvents(), "write-order-events"));
    outcomes
        .flatMap(
            (orderId, outcome) ->
                outcome.stockCommands().stream()
                    .map(one -> KeyValue.pair(one.getSku(), one))
                    .toList(),
            Named.as("unpack-stock-commands"))
        .leftJoin(hotSkus, (sku, command) -> sku, HotSkus::toBucket, Named.as("choose-bucket"))
        .selectKey((sku, command) -> command.getSku(), Named.as("key-by-bucket"))
        .to(topics.stockCommands().name(), write(topics.stockCommands(), "write-stock-commands"));
    outcomes
        .flatMapValues(OrdersOutcome::paymentRequests, Named.as("unpack-payment-requests"))
        .to(
            topics.paymentRequests().name(),
            write(topics.paymentRequests(), "write-payment-requests"));
    outcomes
        .flatMapValues(OrdersOutcome::carrierRequests, Named.as("unpack-carrier-requests"))
        .to(
            topics.carrierRequests().name(),
            write(topics.carrierRequests(), "write-carrier-requests"));
    outcomes
        .flatMap(
            (orderId, outcome) ->
                outcome.accountCommands().stream()
                    .map(one -> KeyValue.pair(one.getAccountId(), one))
                    .toList(),
            Named.as("unpack-account-commands"))
        .to(
            topics.accountCommands().name(),
            write(topics.accountCommands(), "write-account-commands"));
    outcomes
        .flatMap(
            (orderId, outcome) ->
                outcome.cartCommands().stream()
                    .map(one -> KeyValue.pair(one.getCartId(), one))
                    .toList(),
            Named.as("unpack-cart-commands"))
        .to(topics.cartCommands().name(), write(topics.cartCommands(), "write-cart-commands"));
    outcomes
        .flatMap(
            (orderId, outcome) ->
                outcome.orderCommands().stream()
                    .map(one -> KeyValue.pair(one.getOrderId(), one))
                    .toList(),
            Named.as("unpack-order-commands"))
        .to(topics.orderCommands().name(), write(topics.orderCommands(), "write-order-commands"));
    outcomes
        .flatMap(
            (orderId, outcome) ->
                outcome.replies().stream()
                    .map(one -> KeyValue.pair(one.getCommandId(), one))
                    .toList(),
            Named.as("unpack-replies"))
        .to(
            topics.replies().name(),
            write(topics.replies(), "write-replies").withStreamPartitioner(Replies.toAskingEdge()));
    return builder.build();
  }
}
