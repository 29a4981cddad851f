package dev.millrace.edge.resource;

import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.RefundOrder;
import dev.millrace.avro.orders.RefundedLine;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** /v1/orders/{order_id}/returns and /v1/orders/{order_id}/refunds. */
public final class Returns {

  /** How a return goes: at once, or step by step. */
  private enum Mode {
    IMMEDIATE,
    REQUEST
  }

  private static final int TEXT_LENGTH_MAX = 500;
  private static final int LINES_MAX = 500;
  private static final int REFUND_LINES_MAX = 100;
  private static final int QUANTITY_MAX = 1_000_000;
  private static final String ORIGINAL = "original";

  private static final Map<String, Mode> MODES = names(Mode.values(), mode -> true);
  private static final Map<String, ReturnReason> REASONS =
      names(ReturnReason.values(), reason -> reason != ReturnReason.UNKNOWN);

  /** Whether other units are wanted for those that come back, or money. */
  private static final Map<String, Boolean> RESOLUTIONS = Map.of("refund", false, "exchange", true);

  private static final Map<String, ReturnStep> STEPS =
      names(ReturnStep.values(), step -> step != ReturnStep.UNKNOWN);
  private static final Set<ReturnStep> STEPS_OF_CUSTOMERS =
      Set.of(ReturnStep.IN_TRANSIT, ReturnStep.CANCELLED);

  private final Orders orders;
  private final Reads reads;
  private final Exchanges exchanges;

  public Returns(Orders orders, Reads reads, Exchanges exchanges) {
    this.orders = orders;
    this.reads = reads;
    this.exchanges = exchanges;
  }

  /** A customer asks for a return; staff take units back at once, unless they say otherwise. */
  public Answer create(Call call) {
    boolean staff = call.caller().isStaff();
    Fields body = call.body();
    Mode mode = staff ? Mode.IMMEDIATE : Mode.REQUEST;
    if (body.has("mode")) {
      mode = body.choice("mode", MODES, mode);
    }
    if (mode == Mode.IMMEDIATE && !staff) {
      throw Problem.of(403, "role_not_allowed", "Only staff take units back at once.").exception();
    }
    return mode == Mode.IMMEDIATE ? takeBack(call, body) : request(call, body);
  }

  private Answer takeBack(Call call, Fields body) {
    List<ReturnedItem> items =
        body.objects("lines", 1, LINES_MAX).stream()
            .map(
                line ->
                    new ReturnedItem(line.id("line_id"), line.integer("quantity", 1, QUANTITY_MAX)))
            .toList();
    String reason = body.text("reason", TEXT_LENGTH_MAX);
    String warehouse = body.optionalId("warehouse_id");
    body.done();
    return orders.send(
        call,
        201,
        (command, identity) ->
            command.setReturnItems(
                new ReturnItems(
                    Ids.derived(IdKind.RETURN, identity.commandId()),
                    items,
                    reason,
                    warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse)));
  }

  private Answer request(Call call, Fields body) {
    ReturnReason reason = body.choice("reason", REASONS, ReturnReason.OTHER);
    boolean exchangeAll =
        body.has("resolution") && body.choice("resolution", RESOLUTIONS, Boolean.FALSE);
    List<ReturnClaim> asked =
        body.objects("lines", 1, LINES_MAX).stream()
            .map(line -> claim(line, reason, exchangeAll))
            .toList();
    String note = body.optionalText("note", TEXT_LENGTH_MAX);
    String refundTo = body.optionalId("refund_to");
    body.done();
    List<ReturnClaim> claims = exchanges.complete(call, asked);
    return orders.send(
        call,
        201,
        (command, identity) ->
            command.setRequestReturn(
                new RequestReturn(
                    Ids.derived(IdKind.RETURN, identity.commandId()),
                    claims,
                    note,
                    exchanges.prices(call, identity, claims),
                    refundTo)));
  }

  private static ReturnClaim claim(Fields line, ReturnReason reason, boolean exchangeAll) {
    int quantity = line.integer("quantity", 1, QUANTITY_MAX);
    Fields other = line.optionalObject("exchange");
    WantedInstead wanted = exchangeAll ? new WantedInstead("", quantity) : null;
    if (other != null) {
      String sku = other.optionalId("sku_id");
      Integer units = other.optionalInteger("quantity", 1, QUANTITY_MAX);
      wanted = new WantedInstead(sku == null ? "" : sku, units == null ? quantity : units);
    }
    return new ReturnClaim(
        line.id("line_id"),
        quantity,
        line.has("reason") ? line.choice("reason", REASONS, reason) : reason,
        wanted);
  }

  /** The return's next step. */
  public Answer move(Call call) {
    Fields body = call.body();
    ReturnStep step = body.choice("type", STEPS, ReturnStep.UNKNOWN);
    var move = MoveReturn.newBuilder().setReturnId(call.path("return_id")).setStep(step);
    switch (step) {
      case REJECTED -> move.setReason(body.text("reason", TEXT_LENGTH_MAX));
      case CANCELLED -> {
        String reason = body.optionalText("reason", TEXT_LENGTH_MAX);
        move.setReason(reason == null ? "cancelled on request" : reason);
      }
      case LABEL_SENT ->
          move.setCarrier(body.id("carrier")).setTrackingNumber(body.optionalId("tracking_number"));
      case IN_TRANSIT ->
          move.setCarrier(body.optionalId("carrier"))
              .setTrackingNumber(body.optionalId("tracking_number"));
      case RECEIVED -> {
        String warehouse = body.optionalId("warehouse_id");
        move.setWarehouseId(warehouse == null ? Ids.MAIN_WAREHOUSE : warehouse);
      }
      case INSPECTED ->
          move.setFindings(
              body.objects("lines", 1, LINES_MAX).stream().map(Returns::finding).toList());
      case APPROVED, CLOSED, UNKNOWN -> {
        // These say nothing more.
      }
    }
    body.done();
    if (!call.caller().isStaff() && !STEPS_OF_CUSTOMERS.contains(step)) {
      throw Problem.of(403, "role_not_allowed", "Only staff may take this step.").exception();
    }
    MoveReturn built = move.build();
    return orders.send(call, 201, (command, identity) -> command.setMoveReturn(built));
  }

  private static ReturnFinding finding(Fields line) {
    Integer resellable = line.optionalInteger("resellable", 0, QUANTITY_MAX);
    Integer damaged = line.optionalInteger("damaged", 0, QUANTITY_MAX);
    Integer missing = line.optionalInteger("missing", 0, QUANTITY_MAX);
    Integer accepted = line.optionalInteger("accepted", 0, QUANTITY_MAX);
    int came = orNone(resellable) + orNone(damaged);
    return new ReturnFinding(
        line.id("line_id"),
        orNone(resellable),
        orNone(damaged),
        orNone(missing),
        accepted == null ? came : accepted,
        0,
        0L);
  }

  private static int orNone(@Nullable Integer units) {
    return units == null ? 0 : units;
  }

  /** Gives money back, whether or not anything comes back for it. */
  public Answer refund(Call call) {
    Fields body = call.body();
    String refundId = body.optionalId("refund_id");
    Money amount = body.optionalMoney("amount");
    List<Money> amounts = new ArrayList<>();
    if (amount != null) {
      amounts.add(amount);
    }
    List<RefundedLine> lines = new ArrayList<>();
    for (Fields line : body.objects("lines", 0, REFUND_LINES_MAX)) {
      Money ofLine = line.money("amount");
      amounts.add(ofLine);
      lines.add(new RefundedLine(line.id("line_id"), ofLine.minorUnits()));
    }
    String reason = body.text("reason", TEXT_LENGTH_MAX);
    String refundTo = body.optionalId("refund_to");
    body.done();
    Order order = OrderAccess.find(reads, call);
    if (amounts.stream().anyMatch(one -> !one.currency().equals(order.getCurrency()))) {
      throw Problem.invalid(
              "/amount", "wrong_currency", "must be of the order's currency " + order.getCurrency())
          .exception();
    }
    return orders.send(
        call,
        201,
        (command, identity) ->
            command.setRefund(
                new RefundOrder(
                    refundId == null
                        ? Ids.derived(IdKind.OPERATION, "refund", identity.commandId())
                        : refundId,
                    amount == null ? null : amount.minorUnits(),
                    lines,
                    reason,
                    refundTo == null ? ORIGINAL : refundTo)));
  }

  private static <E extends Enum<E>> Map<String, E> names(E[] values, Predicate<E> isOffered) {
    return Arrays.stream(values)
        .filter(isOffered)
        .collect(
            Collectors.toUnmodifiableMap(
                one -> one.name().toLowerCase(Locale.ROOT), Function.identity()));
  }
}
