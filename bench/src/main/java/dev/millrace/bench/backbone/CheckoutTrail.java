package dev.millrace.bench.backbone;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.bench.hops.Moment;
import dev.millrace.bench.hops.Sightings;
import dev.millrace.schemas.topics.Topics;

/**
 * Reads afterwards what checkouts left in the log, so that the reading takes nothing from what is
 * measured.
 */
public final class CheckoutTrail {

  private final AppendedRecords<QuoteCommand> quoteCommands;
  private final AppendedRecords<OrderCommand> orderCommands;
  private final AppendedRecords<Reply> replies;
  private final AppendedRecords<StockCommand> stockCommands;
  private final AppendedRecords<ReservationResult> stockResults;
  private final AppendedRecords<PaymentRequest> paymentRequests;
  private final AppendedRecords<PaymentResult> paymentResults;
  private final AppendedRecords<OrderEvent> orderEvents;

  /** Of what is appended from now on. */
  public CheckoutTrail(String bootstrapServers, Topics topics) {
    quoteCommands = new AppendedRecords<>(bootstrapServers, topics.quoteCommands());
    orderCommands = new AppendedRecords<>(bootstrapServers, topics.orderCommands());
    replies = new AppendedRecords<>(bootstrapServers, topics.replies());
    stockCommands = new AppendedRecords<>(bootstrapServers, topics.stockCommands());
    stockResults = new AppendedRecords<>(bootstrapServers, topics.reservationResults());
    paymentRequests = new AppendedRecords<>(bootstrapServers, topics.paymentRequests());
    paymentResults = new AppendedRecords<>(bootstrapServers, topics.paymentResults());
    orderEvents = new AppendedRecords<>(bootstrapServers, topics.orderEvents());
  }

  /** Notes every record that a checkout waits for. */
  public void readInto(Sightings sightings) {
    quoteCommands.read((command, atMs) -> quoteCommand(sightings, command, atMs));
    orderCommands.read((command, atMs) -> orderCommand(sightings, command, atMs));
    replies.read((reply, atMs) -> sightings.replied(reply.getCommandId(), atMs));
    stockCommands.read((command, atMs) -> stockCommand(sightings, command, atMs));
    stockResults.read(
        (result, atMs) -> {
          if (result.getOperation() == ReservationOperation.RESERVE) {
            sightings.seen(Moment.STOCK_DECIDED, result.getResultKey(), atMs);
          }
        });
    paymentRequests.read(
        (request, atMs) -> {
          if (request.getOperation() == PaymentOperation.AUTHORIZE) {
            sightings.seen(Moment.PAYMENT_ASKED, request.getOrderId(), atMs);
          }
        });
    paymentResults.read(
        (result, atMs) -> {
          if (result.getOperation() == PaymentOperation.AUTHORIZE) {
            sightings.seen(Moment.PAYMENT_KNOWN, result.getOrderId(), atMs);
          }
        });
    orderEvents.read(
        (event, atMs) -> {
          if (event.getOrderConfirmed() != null) {
            sightings.seen(Moment.CONFIRMED, event.getOrderId(), atMs);
          }
        });
  }

  private static void quoteCommand(Sightings sightings, QuoteCommand command, long atMs) {
    if (command.getRequestQuote() != null) {
      sightings.priceAsked(command.getCommandId(), command.getRequestQuote().getCartId(), atMs);
    }
  }

  private static void orderCommand(Sightings sightings, OrderCommand command, long atMs) {
    if (command.getPlace() != null) {
      sightings.placed(
          command.getCommandId(),
          command.getOrderId(),
          command.getPlace().getQuote().getCartId(),
          atMs);
    }
  }

  private static void stockCommand(Sightings sightings, StockCommand command, long atMs) {
    if (command.getReserve() != null && command.getReserve().getResultKey() != null) {
      sightings.seen(Moment.STOCK_ASKED, command.getReserve().getResultKey(), atMs);
    }
  }
}
