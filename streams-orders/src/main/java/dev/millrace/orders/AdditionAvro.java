package dev.millrace.orders;

import dev.millrace.avro.orders.AdditionChanged;
import dev.millrace.avro.orders.AdditionPlaced;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.ReportAddition;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.orders.order.AdditionEvent;
import dev.millrace.orders.order.Additions;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.Placement;
import dev.millrace.schemas.quote.QuoteSignature;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Additions between the contract, the store and the domain. */
final class AdditionAvro {

  private AdditionAvro() {}

  /** How many of these the record holds; a well-formed one holds one request in all. */
  static int count(dev.millrace.avro.orders.OrderCommand command) {
    return command.getReportAddition() == null ? 0 : 1;
  }

  /** The command; nothing if it names a status that this version does not know. */
  static Optional<OrderCommand> command(String commandId, ReportAddition report) {
    return status(report.getStatus())
        .map(
            status ->
                new OrderCommand.AdditionReported(
                    commandId,
                    report.getAdditionId(),
                    report.getVersion(),
                    new Additions.State(
                        status, report.getReason(), CareAvro.items(report.getUnits()))));
  }

  static OrderCommand.EditOrder.Terms terms(@Nullable EditTerms terms, byte[] quoteSecret) {
    if (terms == null) {
      return OrderCommand.EditOrder.Terms.NONE;
    }
    boolean isPriced = terms.getQuote() != null;
    return new OrderCommand.EditOrder.Terms(
        isPriced ? PlacementAvro.quote(terms.getQuote()) : null,
        isPriced && QuoteSignature.verify(terms.getQuote(), quoteSecret),
        terms.getPaymentMethodId(),
        terms.getExpectedDifferenceMinor());
  }

  /** What an order asks of the writer of another one. */
  static dev.millrace.avro.orders.OrderCommand command(FollowUp.ForOrder followUp, Instant now) {
    var command =
        dev.millrace.avro.orders.OrderCommand.newBuilder()
            .setCommandId(followUp.commandId())
            .setFingerprint(FollowUpAvro.FINGERPRINT)
            .setIssuedAt(now)
            .setActor(FollowUpAvro.ORDERS)
            .setOrderId(followUp.orderId());
    return switch (followUp) {
      case FollowUp.PlaceAddition one -> command.setPlace(place(one)).build();
      case FollowUp.ReportAddition one ->
          command
              .setReportAddition(
                  new ReportAddition(
                      one.additionId(),
                      one.version(),
                      lower(one.state().status()),
                      one.state().reason(),
                      units(one.state().units())))
              .build();
    };
  }

  private static PlaceOrder place(FollowUp.PlaceAddition one) {
    Placement placement = one.placement();
    return new PlaceOrder(
        placement.customerId(),
        PlacementAvro.quote(placement.quote()),
        PlacementAvro.address(placement.shippingAddress()),
        placement.paymentMethodId(),
        null,
        placement.backorderAllowed(),
        CareAvro.avroFacts(one.fraudFacts()),
        placement.partialAllowed(),
        DrawAvro.avroTenders(placement.tenders()),
        to(one.additionTo()));
  }

  static OrderEvent.Builder with(OrderEvent.Builder builder, AdditionEvent event) {
    return switch (event) {
      case AdditionEvent.AdditionPlaced e ->
          builder.setAdditionPlaced(
              new AdditionPlaced(
                  e.editId(), e.additionId(), PlacementAvro.quote(e.quote()), e.paymentMethodId()));
      case AdditionEvent.AdditionChanged e ->
          builder.setAdditionChanged(
              new AdditionChanged(
                  e.additionId(),
                  e.version(),
                  lower(e.state().status()),
                  e.state().reason(),
                  units(e.state().units())));
    };
  }

  /** The event in a record; empty if it is of neither kind. */
  static Optional<AdditionEvent> event(OrderEvent record) {
    return switch (record.getType()) {
      case "additionPlaced" -> {
        AdditionPlaced e = record.getAdditionPlaced();
        yield Optional.of(
            new AdditionEvent.AdditionPlaced(
                e.getEditId(),
                e.getAdditionId(),
                PlacementAvro.quote(e.getQuote()),
                e.getPaymentMethodId()));
      }
      case "additionChanged" -> {
        AdditionChanged e = record.getAdditionChanged();
        yield Optional.of(
            new AdditionEvent.AdditionChanged(
                e.getAdditionId(),
                e.getVersion(),
                state(e.getStatus(), e.getReason(), e.getUnits())));
      }
      default -> Optional.empty();
    };
  }

  static @Nullable List<OrderAddition> views(Additions additions) {
    return additions.all().isEmpty()
        ? null
        : additions.all().stream()
            .map(
                one ->
                    new OrderAddition(
                        one.editId(),
                        one.orderId(),
                        one.version(),
                        lower(one.state().status()),
                        one.state().reason(),
                        units(one.state().units()),
                        one.totalMinor(),
                        one.placedAt()))
            .toList();
  }

  static Additions additions(dev.millrace.avro.orders.Order view) {
    List<OrderAddition> all = view.getAdditions();
    return new Additions(
        to(view.getAdditionTo()),
        all == null
            ? List.of()
            : all.stream()
                .map(
                    one ->
                        new Additions.Addition(
                            one.getEditId(),
                            one.getOrderId(),
                            one.getVersion(),
                            state(one.getStatus(), one.getReason(), one.getUnits()),
                            one.getTotalMinor(),
                            one.getPlacedAt()))
                .toList());
  }

  static Additions.@Nullable To to(dev.millrace.avro.orders.@Nullable AdditionTo to) {
    return to == null ? null : new Additions.To(to.getOrderId(), to.getEditId());
  }

  static dev.millrace.avro.orders.@Nullable AdditionTo to(Additions.@Nullable To to) {
    return to == null ? null : new dev.millrace.avro.orders.AdditionTo(to.orderId(), to.editId());
  }

  private static Additions.State state(
      String status, @Nullable String reason, List<UnitsOfLine> units) {
    return new Additions.State(status(status).orElseThrow(), reason, CareAvro.items(units));
  }

  private static Optional<Additions.Status> status(String name) {
    return Arrays.stream(Additions.Status.values())
        .filter(one -> lower(one).equals(name))
        .findFirst();
  }

  private static List<UnitsOfLine> units(List<OrderCommand.Item> items) {
    return items.stream().map(item -> new UnitsOfLine(item.lineId(), item.quantity())).toList();
  }

  private static String lower(Additions.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
