package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * /v1/orders/{order_id}/edits. What further units cost, pricing says before the order's writer
 * decides; the cart that is priced hangs on the order and the edit, so the addition does too.
 */
public final class OrderEdits {

  private static final int REASON_LENGTH_MAX = 500;
  private static final String VALIDATE = "validate";

  private record Wish(
      @Nullable Address address,
      List<UnitsOfLine> quantities,
      String reason,
      @Nullable String paymentMethodId,
      @Nullable Money expectedDifference) {}

  private final Orders orders;
  private final Reads reads;
  private final PricesNow prices;

  public OrderEdits(Orders orders, Reads reads, PricesNow prices) {
    this.orders = orders;
    this.reads = reads;
    this.prices = prices;
  }

  /** POST …/edits; with {@code mode=validate} only says what would become of the order. */
  public Answer edit(Call call) {
    boolean preview = isPreview(call);
    Wish wish = wish(call.body());
    Order before = OrderAccess.find(reads, call);
    Money expected = wish.expectedDifference();
    if (expected != null && !expected.currency().equals(before.getCurrency())) {
      throw Problem.invalid(
              "/expected_difference", "currency_mismatch", "It is in the order's currency.")
          .exception();
    }
    Call.Identity identity = call.identity();
    String editId = Ids.derived(IdKind.OPERATION, "order-edit", identity.commandId());
    Quote quote = price(call, identity, before, editId, wish.quantities());
    var terms =
        new EditTerms(
            quote, wish.paymentMethodId(), expected == null ? null : expected.minorUnits());
    var request =
        new EditOrder(editId, wish.address(), wish.quantities(), wish.reason(), preview, terms);
    return orders.send(
        call,
        identity,
        (command, same) -> command.setEdit(request),
        after -> preview ? preview(call, before, after, quote) : orders.answer(call, 200, after));
  }

  private static Wish wish(Fields body) {
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
    String reason = body.optionalText("reason", REASON_LENGTH_MAX);
    String paymentMethodId = body.optionalId("payment_method_id");
    Money expectedDifference = body.optionalDifference("expected_difference");
    body.done();
    return new Wish(
        address,
        quantities,
        Objects.requireNonNullElse(reason, "edited on request"),
        paymentMethodId,
        expectedDifference);
  }

  /**
   * What the further units cost, as far as the order is known here; whether it is still so, its
   * writer says.
   *
   * @return null if there are none, or the edit is known to be carried out
   */
  private @Nullable Quote price(
      Call call, Call.Identity identity, Order order, String editId, List<UnitsOfLine> wanted) {
    boolean isDone = additions(order).stream().anyMatch(one -> one.getEditId().equals(editId));
    List<QuoteRequestLine> further = isDone ? List.of() : further(order, wanted);
    if (further.isEmpty()) {
      return null;
    }
    String cartId = Ids.cartOfAddition(order.getOrderId(), editId);
    return prices.of(call, identity, "edit", order, cartId, further);
  }

  private static List<QuoteRequestLine> further(Order order, List<UnitsOfLine> wanted) {
    List<QuoteRequestLine> further = new ArrayList<>();
    for (UnitsOfLine one : wanted) {
      for (OrderLine line : order.getLines()) {
        int more = one.getQuantity() - unitsInAll(order, line);
        if (line.getLineId().equals(one.getLineId()) && more > 0) {
          further.add(
              new QuoteRequestLine(line.getLineId(), line.getSku(), line.getSellerId(), more));
        }
      }
    }
    return further;
  }

  private static int unitsInAll(Order order, OrderLine line) {
    return line.getQuantity()
        - line.getCancelled()
        + additions(order).stream()
            .flatMap(one -> one.getUnits().stream())
            .filter(units -> units.getLineId().equals(line.getLineId()))
            .mapToInt(UnitsOfLine::getQuantity)
            .sum();
  }

  private static List<OrderAddition> additions(Order order) {
    return order.getAdditions() == null ? List.of() : order.getAdditions();
  }

  private static boolean isPreview(Call call) {
    String mode = call.query("mode", 10);
    if (mode != null && !mode.equals(VALIDATE)) {
      throw Problem.invalid("mode", "unknown_value", "must be validate, or absent").exception();
    }
    return mode != null;
  }

  /** The order as it would be, and by how much its price would change. */
  private static Answer preview(Call call, Order before, Order after, @Nullable Quote quote) {
    // An order that is given up whole is not charged for any more, however its lines show it.
    long givenUpMinor =
        after.getStatus().equals("cancelled")
            ? before.getTotalMinor() - before.getCancelledMinor()
            : after.getCancelledMinor() - before.getCancelledMinor();
    long furtherMinor = quote == null ? 0 : quote.getTotalMinor();
    ObjectNode node = Json.object();
    node.set("price_difference", Json.money(furtherMinor - givenUpMinor, after.getCurrency()));
    if (quote != null) {
      node.set("quote", QuoteJson.of(quote));
    }
    node.set("order", OrderJson.forCaller(after, call.caller()));
    return Answer.ok(node);
  }
}
