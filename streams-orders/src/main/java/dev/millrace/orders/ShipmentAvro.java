package dev.millrace.orders;

import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.CreateShipment;
import dev.millrace.avro.shipping.OrderProgressed;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.avro.shipping.ShipmentLabelFailed;
import dev.millrace.avro.shipping.ShipmentLabelled;
import dev.millrace.avro.shipping.ShipmentPlanned;
import dev.millrace.avro.shipping.ShipmentProgressed;
import dev.millrace.avro.shipping.ShipmentStep;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Placement;
import dev.millrace.orders.order.Shipment;
import dev.millrace.orders.order.Shipments;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shipments between the contract and the domain. */
final class ShipmentAvro {

  private static final int TEXT_LENGTH_MAX = 500;

  /** More than a carrier has to tell of a parcel. */
  private static final int FACTS_MAX = 100;

  private ShipmentAvro() {}

  static Optional<OrderCommand> command(String commandId, CreateShipment create) {
    return create.getItems().size() > TEXT_LENGTH_MAX
        ? Optional.empty()
        : Optional.of(
            new OrderCommand.CreateShipment(
                commandId, create.getShipmentId(), create.getFrom(), items(create.getItems())));
  }

  /** Nothing if there is no such step, or a text is too long. */
  static Optional<OrderCommand> command(String commandId, AdvanceShipment advance) {
    return isLong(advance.getNote())
        ? Optional.empty()
        : status(advance.getStatus())
            .map(
                status ->
                    new OrderCommand.AdvanceShipment(
                        commandId,
                        advance.getShipmentId(),
                        status,
                        advance.getCarrier(),
                        advance.getTrackingNumber(),
                        advance.getNote()));
  }

  /** What a carrier's result says, one thing after the other. */
  static List<OrderCommand> answers(CarrierResult result) {
    List<OrderCommand> answers = new ArrayList<>();
    switch (result.getOperation()) {
      case BUY_LABEL, VOID_LABEL -> answers.add(answer(result));
      case TRACK ->
          result.getFacts().stream()
              .filter(fact -> !isLong(fact.getEventId()) && !isLong(fact.getNote()))
              .limit(FACTS_MAX)
              .forEach(
                  fact ->
                      status(fact.getStatus())
                          .ifPresent(
                              status ->
                                  answers.add(
                                      new OrderCommand.ParcelReported(
                                          fact.getEventId(),
                                          result.getShipmentId(),
                                          fact.getEventId(),
                                          status,
                                          fact.getAt(),
                                          fact.getNote()))));
      case UNKNOWN -> {
        // A newer worker did something that this version did not ask for.
      }
    }
    return answers;
  }

  private static OrderCommand answer(CarrierResult result) {
    return new OrderCommand.CarrierAnswered(
        result.getRequestId(),
        result.getRequestId(),
        result.getShipmentId(),
        result.getOperation() == CarrierOperation.VOID_LABEL,
        result.getOutcome() == CarrierOutcome.SUCCEEDED,
        result.getCarrier(),
        result.getService(),
        result.getTrackingNumber(),
        result.getCostMinor(),
        result.getCurrency(),
        result.getEta(),
        result.getCode());
  }

  static CarrierRequest request(FollowUp.AskCarrier ask, Order order, Instant now) {
    Placement placement = order.attempt().placement();
    return new CarrierRequest(
        ask.requestId(),
        order.orderId(),
        ask.shipmentId(),
        ask.labelRequestId() == null ? CarrierOperation.BUY_LABEL : CarrierOperation.VOID_LABEL,
        ask.warehouseId(),
        PlacementAvro.address(placement.shippingAddress()),
        placement.quote().shippingOptionId(),
        ask.units(),
        ask.labelRequestId(),
        now);
  }

  static ShipmentPlanned record(OrderEvent.ShipmentPlanned e) {
    return new ShipmentPlanned(
        e.shipmentId(), e.warehouseId(), e.sellerId(), avroItems(e.items()), e.from());
  }

  static ShipmentProgressed record(OrderEvent.ShipmentProgressed e) {
    return new ShipmentProgressed(
        e.shipmentId(),
        lower(e.status()),
        e.at(),
        e.carrierEventId(),
        e.carrier(),
        e.trackingNumber(),
        e.note());
  }

  static ShipmentLabelled record(OrderEvent.ShipmentLabelled e) {
    return new ShipmentLabelled(
        e.shipmentId(),
        e.requestId(),
        e.carrier(),
        e.service(),
        e.trackingNumber(),
        e.costMinor(),
        e.currency(),
        e.eta());
  }

  static ShipmentLabelFailed record(OrderEvent.ShipmentLabelFailed e) {
    return new ShipmentLabelFailed(e.shipmentId(), e.requestId(), e.voiding(), e.code());
  }

  static OrderProgressed record(OrderEvent.OrderProgressed e) {
    return new OrderProgressed(lower(e.status()));
  }

  /** The event in a record, if it is about shipments. */
  static Optional<OrderEvent> event(dev.millrace.avro.orders.OrderEvent record) {
    return switch (record.getType()) {
      case "shipmentPlanned" -> Optional.of(planned(record.getShipmentPlanned()));
      case "shipmentProgressed" -> Optional.of(progressed(record.getShipmentProgressed()));
      case "shipmentLabelled" -> Optional.of(labelled(record.getShipmentLabelled()));
      case "shipmentLabelFailed" -> {
        ShipmentLabelFailed e = record.getShipmentLabelFailed();
        yield Optional.of(
            new OrderEvent.ShipmentLabelFailed(
                e.getShipmentId(), e.getRequestId(), e.getVoiding(), e.getCode()));
      }
      case "orderProgressed" ->
          Optional.of(
              new OrderEvent.OrderProgressed(
                  Order.Status.valueOf(upper(record.getOrderProgressed().getStatus()))));
      default -> Optional.empty();
    };
  }

  private static OrderEvent planned(ShipmentPlanned e) {
    return new OrderEvent.ShipmentPlanned(
        e.getShipmentId(), e.getWarehouseId(), e.getSellerId(), items(e.getItems()), e.getFrom());
  }

  private static OrderEvent progressed(ShipmentProgressed e) {
    return new OrderEvent.ShipmentProgressed(
        e.getShipmentId(),
        Shipment.Status.valueOf(upper(e.getStatus())),
        e.getAt(),
        e.getCarrierEventId(),
        e.getCarrier(),
        e.getTrackingNumber(),
        e.getNote());
  }

  private static OrderEvent labelled(ShipmentLabelled e) {
    return new OrderEvent.ShipmentLabelled(
        e.getShipmentId(),
        e.getRequestId(),
        e.getCarrier(),
        e.getService(),
        e.getTrackingNumber(),
        e.getCostMinor(),
        e.getCurrency(),
        e.getEta());
  }

  static List<dev.millrace.avro.shipping.Shipment> views(Shipments shipments) {
    return shipments.all().stream().map(ShipmentAvro::view).toList();
  }

  private static dev.millrace.avro.shipping.Shipment view(Shipment shipment) {
    Shipment.Label label = shipment.label();
    return new dev.millrace.avro.shipping.Shipment(
        shipment.shipmentId(),
        shipment.warehouseId(),
        shipment.sellerId(),
        avroItems(shipment.items()),
        lower(shipment.status()),
        lower(label.step()),
        label.asked(),
        label.refusal(),
        label.carrier(),
        label.service(),
        label.trackingNumber(),
        label.eta(),
        shipment.timeline().stream()
            .map(
                step ->
                    new ShipmentStep(
                        step.at(), lower(step.status()), step.carrierEventId(), step.note()))
            .toList());
  }

  static Shipments shipments(List<dev.millrace.avro.shipping.Shipment> views) {
    return new Shipments(views.stream().map(ShipmentAvro::shipment).toList());
  }

  private static Shipment shipment(dev.millrace.avro.shipping.Shipment view) {
    return new Shipment(
        view.getShipmentId(),
        view.getWarehouseId(),
        view.getSellerId(),
        items(view.getItems()),
        Shipment.Status.valueOf(upper(view.getStatus())),
        new Shipment.Label(
            Shipment.LabelStep.valueOf(upper(view.getLabel())),
            view.getLabelsAsked(),
            view.getLabelRefusal(),
            view.getCarrier(),
            view.getService(),
            view.getTrackingNumber(),
            view.getEta()),
        view.getTimeline().stream()
            .map(
                step ->
                    new Shipment.Step(
                        step.getAt(),
                        Shipment.Status.valueOf(upper(step.getStatus())),
                        step.getCarrierEventId(),
                        step.getNote()))
            .toList());
  }

  private static List<OrderCommand.Item> items(List<ShipmentItem> items) {
    return items.stream()
        .map(item -> new OrderCommand.Item(item.getLineId(), item.getQuantity()))
        .toList();
  }

  private static List<ShipmentItem> avroItems(List<OrderCommand.Item> items) {
    return items.stream().map(item -> new ShipmentItem(item.lineId(), item.quantity())).toList();
  }

  private static Optional<Shipment.Status> status(String name) {
    return Arrays.stream(Shipment.Status.values())
        .filter(status -> lower(status).equals(name))
        .findFirst();
  }

  private static boolean isLong(@Nullable String text) {
    return text != null && text.length() > Math.max(TEXT_LENGTH_MAX, Ids.LENGTH_MAX);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
