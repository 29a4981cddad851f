package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What people do to an order beside its checkout: holds, resolutions, edits. */
public final class OrderCare {

  private static final int REASON_LENGTH_MAX = 40;
  private static final int NOTE_LENGTH_MAX = 500;
  private static final String VALIDATE = "validate";

  private static final Map<String, String> ACTIONS =
      Map.of(
          "retry_payment_step", "retry_payment_step",
          "retry_stock", "retry_stock",
          "retry_credit", "retry_credit",
          "accept_as_is", "accept_as_is",
          "cancel", "cancel");

  private final Orders orders;
  private final Reads reads;

  public OrderCare(Orders orders, Reads reads) {
    this.orders = orders;
    this.reads = reads;
  }

  /** POST …/holds: the order is not fulfilled until the hold is released. */
  public Answer hold(Call call) {
    Fields body = call.body();
    String reason = body.text("reason", REASON_LENGTH_MAX);
    if (!reason.isEmpty() && !reason.matches("[a-z][a-z0-9_]*")) {
      body.refuse("reason", "invalid_name", "is a name such as address_check");
    }
    String note = body.optionalText("note", NOTE_LENGTH_MAX);
    body.done();
    return orders.send(
        call,
        201,
        (command, identity) ->
            command.setPutOnHold(
                new PutOnHold(
                    Ids.derived(IdKind.OPERATION, "order-hold", identity.commandId()),
                    reason,
                    note)));
  }

  /** DELETE …/holds/{hold_id}. */
  public Answer release(Call call) {
    String holdId = call.path("hold_id");
    return orders.send(
        call, 200, (command, identity) -> command.setReleaseHold(new ReleaseHold(holdId)));
  }

  /** POST …/resolutions: settles what needs a person. */
  public Answer resolve(Call call) {
    Fields body = call.body();
    String action = body.choice("action", ACTIONS, "cancel");
    String note = body.optionalText("note", NOTE_LENGTH_MAX);
    body.done();
    return orders.send(
        call,
        200,
        (command, identity) -> command.setResolveException(new ResolveException(action, note)));
  }

  /** POST …/edits; with {@code mode=validate} only says what would become of the order. */
  public Answer edit(Call call) {
    boolean preview = isPreview(call);
    Fields body = call.body();
    Fields addressFields = body.optionalObject("shipping_address");
    Address address = addressFields == null ? null : Addresses.read(addressFields);
    List<UnitsOfLine> quantities =
        body.objects("lines", 0, Orders.LINES_MAX).stream()
            .map(
                line ->
                    new UnitsOfLine(
                        line.id("line_id"), line.integer("quantity", 0, Orders.QUANTITY_MAX)))
            .toList();
    if (address == null && quantities.isEmpty()) {
      body.refuse("lines", "required", "or shipping_address is required");
    }
    String reason = body.optionalText("reason", NOTE_LENGTH_MAX);
    body.done();
    Order before = OrderAccess.find(reads, call);
    return orders.send(
        call,
        (command, identity) ->
            command.setEdit(
                new EditOrder(
                    Ids.derived(IdKind.OPERATION, "order-edit", identity.commandId()),
                    address,
                    quantities,
                    Objects.requireNonNullElse(reason, "edited on request"),
                    preview)),
        after -> preview ? preview(call, before, after) : orders.answer(call, 200, after));
  }

  private static boolean isPreview(Call call) {
    String mode = call.query("mode", 10);
    if (mode != null && !mode.equals(VALIDATE)) {
      throw Problem.invalid("mode", "unknown_value", "must be validate, or absent").exception();
    }
    return mode != null;
  }

  /** The order as it would be, and by how much its price would change. */
  private static Answer preview(Call call, Order before, Order after) {
    ObjectNode node = Json.object();
    node.set(
        "price_difference",
        Json.money(before.getCancelledMinor() - after.getCancelledMinor(), after.getCurrency()));
    node.set("order", OrderJson.forCaller(after, call.caller()));
    return Answer.ok(node);
  }
}
