package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.EditOrder;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits that want more of the usual order's first line, at a price, and what comes of them. */
final class AdditionScene {

  private static final long UNIT_MINOR = 1_075;
  private static final long SHIPPING_MINOR = 540;

  private AdditionScene() {}

  /** What so many further units cost. */
  static long costMinor(int further) {
    return further * UNIT_MINOR + SHIPPING_MINOR;
  }

  /** The order that an edit's further units are. */
  static String orderOf(String editId) {
    return RequestIds.addition(OrderScene.ORDER_ID, editId);
  }

  static EditOrder raising(String editId, int wanted, int further) {
    return raising(editId, quote(editId, further), null, new Item("l1", wanted));
  }

  static EditOrder raising(
      String editId,
      Placement.@Nullable Quote quote,
      @Nullable Long expectedDifferenceMinor,
      Item... quantities) {
    return new EditOrder(
        "cmd_" + editId,
        editId,
        null,
        List.of(quantities),
        "more",
        false,
        new EditOrder.Terms(quote, true, null, expectedDifferenceMinor));
  }

  /** An order of which one more unit of the first line is placed. */
  static OrderScene raised() {
    return new OrderScene().settled().put(raising("edt_0", 3, 1), OrderScene.SHOPPER);
  }

  /** The addition's own writer, once it has what the last command of the first order asked for. */
  static OrderScene placed(OrderScene first) {
    return placed(first.asked(FollowUp.PlaceAddition.class).getFirst());
  }

  static OrderScene placed(FollowUp.PlaceAddition asked) {
    return new OrderScene().put(placing(asked));
  }

  static OrderCommand.PlaceOrder placing(FollowUp.PlaceAddition asked) {
    return new OrderCommand.PlaceOrder(
        asked.commandId(),
        asked.orderId(),
        asked.placement(),
        true,
        null,
        asked.fraudFacts(),
        asked.additionTo());
  }

  /** Tells the first order what its addition reported last. */
  static OrderScene tell(OrderScene first, OrderScene addition) {
    addition.asked(FollowUp.ReportAddition.class).forEach(report -> first.put(reported(report)));
    return first;
  }

  static OrderCommand.AdditionReported reported(FollowUp.ReportAddition report) {
    return new OrderCommand.AdditionReported(
        report.commandId(), report.additionId(), report.version(), report.state());
  }

  /** A report of the addition of an edit that wanted one unit. */
  static OrderCommand.AdditionReported report(
      String editId, long version, Additions.Status status) {
    boolean isOver = status == Additions.Status.REJECTED || status == Additions.Status.CANCELLED;
    return new OrderCommand.AdditionReported(
        "cmd_report_" + version,
        orderOf(editId),
        version,
        new Additions.State(
            status, isOver ? "x" : null, isOver ? List.of() : List.of(new Item("l1", 1))));
  }

  static Placement.Quote quote(String editId, int further) {
    return quote(editId, List.of(line("l1", "SKU-1", further)));
  }

  static Placement.Line line(String lineId, String sku, int further) {
    return new Placement.Line(
        lineId,
        sku,
        "sel_platform",
        further,
        1_000,
        further * 1_000L,
        0,
        further * 75L,
        further * UNIT_MINOR,
        List.of());
  }

  static Placement.Quote quote(String editId, List<Placement.Line> lines) {
    long linesMinor = lines.stream().mapToLong(Placement.Line::totalMinor).sum();
    return new Placement.Quote(
        "quo_" + editId,
        "cus_1",
        Ids.cartOfAddition(OrderScene.ORDER_ID, editId),
        0,
        "USD",
        lines,
        "standard",
        500,
        40,
        List.of(),
        linesMinor,
        0,
        40,
        linesMinor + SHIPPING_MINOR,
        "HALF_UP",
        "LINE",
        "US",
        null,
        OrderScene.START,
        OrderScene.START.plus(Duration.ofDays(365)),
        "signed",
        null);
  }
}
