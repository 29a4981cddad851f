package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.AdvanceShipment;
import dev.millrace.orders.order.OrderCommand.CarrierAnswered;
import dev.millrace.orders.order.OrderCommand.CreateShipment;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.ParcelReported;
import dev.millrace.orders.order.Shipment.LabelStep;
import dev.millrace.orders.order.Shipment.Status;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people do with shipments, and what carriers answer and report about them. */
final class ShipmentDecider {

  /** People make no further shipments then; what is sold is planned all the same. */
  static final int SHIPMENTS_MAX = 100;

  static final int LABELS_ASKED_MAX = 20;

  private ShipmentDecider() {}

  static Decision<OrderEvent, Refusal> create(Order order, CreateShipment command, Caller caller) {
    if (isBlankOrLong(command.shipmentId())
        || command.items().size() > PlacementRules.LINES_MAX
        || (command.from() == null) != command.items().isEmpty()) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A shipment takes 1 to %d items from another, or none from none."
              .formatted(PlacementRules.LINES_MAX));
    }
    if (order.shipments().find(command.shipmentId()).isPresent()) {
      return accept();
    }
    if (!order.stands()) {
      return notFulfillable(order);
    }
    if (command.from() == null) {
      return accept();
    }
    Optional<Shipment> source = visible(order, command.from(), caller);
    if (source.isEmpty()) {
      return notFound(command.from());
    }
    if (source.get().status() != Status.ALLOCATED) {
      return refuse(
          OrderRejection.SHIPMENT_NOT_PLANNED,
          command.from(),
          "Units are taken only from a shipment that nobody has begun to pick.");
    }
    if (order.shipments().all().size() >= SHIPMENTS_MAX) {
      return tooMany(order);
    }
    return split(source.get(), command);
  }

  private static Decision<OrderEvent, Refusal> split(Shipment source, CreateShipment command) {
    Set<String> lineIds = new HashSet<>();
    int taken = 0;
    for (Item item : command.items()) {
      if (!lineIds.add(item.lineId())) {
        return refuse(
            OrderRejection.DUPLICATE_LINE, item.lineId(), "A line stands once in a shipment.");
      }
      int units = source.units(item.lineId());
      if (item.quantity() < 1 || item.quantity() > units) {
        return reject(
            new Refusal(
                OrderRejection.SPLIT_EXCEEDS_SHIPMENT,
                "At least 1 and at most what the shipment has of the line.",
                item.lineId(),
                (long) item.quantity(),
                (long) units));
      }
      taken += item.quantity();
    }
    if (taken == source.units()) {
      return refuse(
          OrderRejection.SPLIT_LEAVES_NOTHING,
          source.shipmentId(),
          "A shipment keeps at least one unit.");
    }
    return accept(
        new OrderEvent.ShipmentPlanned(
            command.shipmentId(),
            source.warehouseId(),
            source.sellerId(),
            command.items(),
            source.shipmentId()));
  }

  static Decision<OrderEvent, Refusal> advance(
      Order order, AdvanceShipment command, Caller caller, Instant now) {
    Optional<Shipment> found = visible(order, command.shipmentId(), caller);
    if (found.isEmpty()) {
      return notFound(command.shipmentId());
    }
    Shipment shipment = found.get();
    if (shipment.status() == command.status() && !mayAskAgain(shipment)) {
      return accept();
    }
    if (!order.stands() && !shipment.status().hasLeft()) {
      return notFulfillable(order);
    }
    if (shipment.status() != command.status() && !shipment.status().mayBecome(command.status())) {
      return refuse(
          OrderRejection.SHIPMENT_STEP_NOT_ALLOWED,
          shipment.shipmentId(),
          "A shipment that is %s does not become %s."
              .formatted(lower(shipment.status()), lower(command.status())));
    }
    if (order.isHeld() && command.status() != Status.CANCELLED && !shipment.status().hasLeft()) {
      return refuse(
          OrderRejection.ORDER_ON_HOLD,
          order.orderId(),
          "The order is held; its shipments wait until the hold is released.");
    }
    if (command.status() == Status.LABELLED
        && (isBlankOrLong(command.carrier()) || isBlankOrLong(command.trackingNumber()))) {
      return refuse(
          OrderRejection.TRACKING_NUMBER_MISSING,
          shipment.shipmentId(),
          "Who labels by hand names the carrier and its tracking number.");
    }
    if (command.status() == Status.CANCELLED && order.shipments().all().size() >= SHIPMENTS_MAX) {
      return tooMany(order);
    }
    boolean isLabel = command.status() == Status.LABELLED;
    return accept(
        new OrderEvent.ShipmentProgressed(
            shipment.shipmentId(),
            command.status(),
            now,
            null,
            isLabel ? command.carrier() : null,
            isLabel ? command.trackingNumber() : null,
            command.note()));
  }

  /** Who says packed once more after a refusal wants another label. */
  private static boolean mayAskAgain(Shipment shipment) {
    return shipment.status() == Status.PACKED
        && shipment.label().step() == LabelStep.REFUSED
        && shipment.label().asked() < LABELS_ASKED_MAX;
  }

  /** Reports come twice, late and in any order; only what is new and ahead moves a shipment. */
  static Decision<OrderEvent, Refusal> reported(Order order, ParcelReported report) {
    Optional<Shipment> found = order.shipments().find(report.shipmentId());
    if (found.isEmpty()) {
      return notFound(report.shipmentId());
    }
    if (!report.status().isReported()) {
      return accept();
    }
    Shipment shipment = found.get();
    List<OrderEvent> events = new ArrayList<>();
    if (shipment.hasSeen(report.carrierEventId(), report.at())) {
      return accept();
    }
    events.add(
        new OrderEvent.ShipmentProgressed(
            shipment.shipmentId(),
            report.status(),
            report.at(),
            report.carrierEventId(),
            null,
            null,
            report.note()));
    if (shipment.isCancelled() && !shipment.isReportedOn()) {
      events.add(
          new OrderEvent.OrderNeedsAttention(
              Reasons.CANCELLED_SHIPMENT_LEFT,
              "The carrier has the cancelled shipment %s.".formatted(shipment.shipmentId())));
    }
    return accept(events);
  }

  static Decision<OrderEvent, Refusal> answered(Order order, CarrierAnswered answer) {
    Optional<Shipment> found = order.shipments().find(answer.shipmentId());
    if (found.isEmpty()
        || found.get().label().asked() == 0
        || !answer.isAbout(order.orderId(), found.get().label().asked())) {
      return accept();
    }
    Shipment shipment = found.get();
    LabelStep step = shipment.label().step();
    if (answer.voiding()) {
      return step == LabelStep.VOIDING && !answer.done() ? failed(answer) : accept();
    }
    if (!answer.done()) {
      return step == LabelStep.ASKED ? failed(answer) : accept();
    }
    return step == LabelStep.ASKED || step == LabelStep.BY_HAND
        ? accept(
            new OrderEvent.ShipmentLabelled(
                answer.shipmentId(),
                answer.requestId(),
                orEmpty(answer.carrier()),
                answer.service(),
                orEmpty(answer.trackingNumber()),
                answer.costMinor(),
                answer.currency(),
                answer.eta()))
        : accept();
  }

  private static Decision<OrderEvent, Refusal> failed(CarrierAnswered answer) {
    return accept(
        new OrderEvent.ShipmentLabelFailed(
            answer.shipmentId(),
            answer.requestId(),
            answer.voiding(),
            answer.code() == null ? "refused" : answer.code()));
  }

  /** A seller works on its own shipments; of others there are none for it. */
  private static Optional<Shipment> visible(Order order, String shipmentId, Caller caller) {
    return order
        .shipments()
        .find(shipmentId)
        .filter(
            one -> caller.role() != Caller.Role.SELLER || one.sellerId().equals(caller.subject()));
  }

  private static Decision<OrderEvent, Refusal> notFound(String shipmentId) {
    return refuse(OrderRejection.SHIPMENT_NOT_FOUND, shipmentId, "The order has no such shipment.");
  }

  private static Decision<OrderEvent, Refusal> notFulfillable(Order order) {
    return refuse(
        OrderRejection.ORDER_NOT_FULFILLABLE,
        order.orderId(),
        "Only an order that is confirmed and stands is sent.");
  }

  private static Decision<OrderEvent, Refusal> tooMany(Order order) {
    return refuse(
        OrderRejection.TOO_MANY_SHIPMENTS,
        order.orderId(),
        "An order has at most %d shipments.".formatted(SHIPMENTS_MAX));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String lower(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isBlankOrLong(@Nullable String id) {
    return id == null || id.isBlank() || id.length() > Ids.LENGTH_MAX;
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
