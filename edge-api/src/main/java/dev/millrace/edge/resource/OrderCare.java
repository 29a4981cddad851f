package dev.millrace.edge.resource;

import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.util.Map;

/** What people do to an order beside its checkout: holds and resolutions. */
public final class OrderCare {

  private static final int REASON_LENGTH_MAX = 40;
  private static final int NOTE_LENGTH_MAX = 500;

  private static final Map<String, String> ACTIONS =
      Map.of(
          "retry_payment_step", "retry_payment_step",
          "retry_stock", "retry_stock",
          "retry_credit", "retry_credit",
          "accept_as_is", "accept_as_is",
          "cancel", "cancel");

  private final Orders orders;

  public OrderCare(Orders orders) {
    this.orders = orders;
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
}
