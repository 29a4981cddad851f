package dev.millrace.edge.resource;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.CreateShipment;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.avro.shipping.ShipmentLabel;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** /v1/orders/{order_id}/shipments: what staff and sellers do with what is to go out. */
public final class Shipments {

  private static final int TEXT_LENGTH_MAX = 100;
  private static final int NOTE_LENGTH_MAX = 500;
  private static final int LINES_MAX = 500;
  private static final int QUANTITY_MAX = 1_000_000;

  private static final Map<String, String> STEPS =
      Stream.of(
              "picked",
              "packed",
              "labelled",
              "handed_over",
              "in_transit",
              "delivered",
              "lost",
              "returned_to_sender",
              "cancelled")
          .collect(Collectors.toMap(step -> step, step -> step));

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Clock clock;

  public Shipments(Topics topics, Dispatch dispatch, Reads reads, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.clock = clock;
  }

  /** POST /v1/orders/{order_id}/shipments. */
  public Answer create(Call call) {
    Fields body = call.body();
    String from = body.optionalId("from");
    List<ShipmentItem> items =
        body.has("lines")
            ? body.objects("lines", 1, LINES_MAX).stream()
                .map(
                    line ->
                        new ShipmentItem(
                            line.id("line_id"), line.integer("quantity", 1, QUANTITY_MAX)))
                .toList()
            : List.of();
    if ((from == null) != items.isEmpty()) {
      body.refuse("lines", "invalid", "Lines are taken from a shipment: name both, or neither.");
    }
    body.done();
    Call.Identity identity = call.identity();
    String shipmentId = Ids.derived(IdKind.SHIPMENT, identity.commandId());
    return send(
        call,
        201,
        command(identity, call)
            .setCreateShipment(new CreateShipment(shipmentId, from, items))
            .build());
  }

  /** POST /v1/orders/{order_id}/shipments/{shipment_id}/events. */
  public Answer advance(Call call) {
    Fields body = call.body();
    String status = body.choice("status", STEPS, "picked");
    String carrier = body.optionalText("carrier", TEXT_LENGTH_MAX);
    String trackingNumber = body.optionalText("tracking_number", TEXT_LENGTH_MAX);
    String note = body.optionalText("note", NOTE_LENGTH_MAX);
    body.done();
    return send(
        call,
        200,
        command(call.identity(), call)
            .setAdvanceShipment(
                new AdvanceShipment(
                    call.path("shipment_id"), status, carrier, trackingNumber, note))
            .build());
  }

  /** GET /v1/orders/{order_id}/shipments/{shipment_id}/label, for those who stick it on. */
  public Answer label(Call call) {
    Order order = OrderAccess.find(reads, call);
    String shipmentId = call.path("shipment_id");
    Shipment shipment =
        order.getShipments().stream()
            .filter(one -> one.getShipmentId().equals(shipmentId))
            .filter(
                one ->
                    call.caller().role() != Role.SELLER
                        || one.getSellerId().equals(call.caller().subject()))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("shipment").exception());
    if (!shipment.getLabel().equals("bought")) {
      throw Problem.notFound("label").exception();
    }
    ShipmentLabel label =
        reads
            .ask(
                StateStore.SHIPMENT_LABEL,
                order.getOrderId(),
                Map.of("shipment", shipment.getShipmentId()))
            .orElseThrow(() -> Problem.notFound("label").exception());
    byte[] pdf = new byte[label.getPdf().remaining()];
    label.getPdf().duplicate().get(pdf);
    return Answer.text("application/pdf", pdf);
  }

  private OrderCommand.Builder command(Call.Identity identity, Call call) {
    return OrderCommand.newBuilder()
        .setCommandId(identity.commandId())
        .setFingerprint(identity.fingerprint())
        .setIssuedAt(clock.instant())
        .setActor(call.caller().actor())
        .setOrderId(call.path("order_id"));
  }

  private Answer send(Call call, int status, OrderCommand request) {
    Order order = OrderAccess.find(reads, call);
    Reads.requireVersion(call, order.getVersion());
    String orderId = request.getOrderId();
    return dispatch.answer(
        call,
        Dispatch.command(call, topics.orderCommands(), orderId, request.getCommandId(), request),
        "/v1/orders/" + orderId,
        reply ->
            Answer.json(status, OrderJson.forCaller(reply.getOrder(), call.caller()))
                .withVersion(reply.getOrder().getVersion()));
  }
}
