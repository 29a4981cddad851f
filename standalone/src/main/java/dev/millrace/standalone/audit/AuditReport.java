package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param stock what the inventory's log adds up to
 * @param holds live holds and sales, by who asked for them
 * @param orders the orders
 * @param moving SKUs that changed so often that only their events could be checked
 * @param differences the first thousand things that do not add up
 * @param differencesFound all of them
 */
public record AuditReport(
    StockTotals stock,
    HoldTotals holds,
    OrderTotals orders,
    long moving,
    List<Difference> differences,
    long differencesFound) {

  /** Differences that are printed; a file has more. */
  private static final int PRINTED_MAX = 20;

  /**
   * Units over all SKUs.
   *
   * @param received by movements, but for what came back from customers
   * @param returned by customers
   */
  public record StockTotals(
      long skus, long events, long received, long onHand, long sold, long returned) {}

  /**
   * Units under live holds, and sold units.
   *
   * @param heldByOthers asked for by machine clients and not by orders
   * @param soldByOthers likewise
   */
  public record HoldTotals(long held, long sold, long heldByOthers, long soldByOthers) {}

  /**
   * Orders by where they stand.
   *
   * @param confirmed and not cancelled after that
   * @param unsettled changed so lately that they may wait for an answer
   * @param needAttention have said that a person must look
   * @param rejected by reason
   */
  public record OrderTotals(
      long all,
      long confirmed,
      long cancelled,
      long pending,
      long unsettled,
      long needAttention,
      Map<String, Long> rejected) {
    public OrderTotals {
      rejected = Map.copyOf(rejected);
    }

    /** Over all reasons. */
    public long rejectedInAll() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public AuditReport {
    differences = List.copyOf(differences);
  }

  /** Whether everything adds up. */
  public boolean isClean() {
    return differencesFound == 0;
  }

  /** For people. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "stock     %,d SKUs, %,d events: %,d units received, %,d on hand, %,d sold, %,d returned"
            .formatted(
                stock.skus(),
                stock.events(),
                stock.received(),
                stock.onHand(),
                stock.sold(),
                stock.returned()));
    lines.add(
        "holds     orders: %,d units held, %,d sold; other clients: %,d held, %,d sold"
            .formatted(holds.held(), holds.sold(), holds.heldByOthers(), holds.soldByOthers()));
    addOrders(lines);
    if (moving > 0) {
      lines.add(
          "moving    %,d SKUs did not stand still: only their events were checked"
              .formatted(moving));
    }
    if (isClean()) {
      lines.add("clean     log, stores, table and orders agree");
    } else {
      lines.add("NOT CLEAN %,d differences:".formatted(differencesFound));
      differences.stream().limit(PRINTED_MAX).forEach(one -> lines.add("  " + one));
      if (differencesFound > PRINTED_MAX) {
        lines.add("  and %,d more".formatted(differencesFound - PRINTED_MAX));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private void addOrders(List<String> lines) {
    lines.add(
        "orders    %,d placed = %,d confirmed + %,d cancelled after that + %,d rejected + %,d pending"
            .formatted(
                orders.all(),
                orders.confirmed(),
                orders.cancelled(),
                orders.rejectedInAll(),
                orders.pending()));
    orders.rejected().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            one -> lines.add("          %,d rejected: %s".formatted(one.getValue(), one.getKey())));
    if (orders.unsettled() > 0) {
      lines.add(
          "          %,d changed lately and may wait for an answer".formatted(orders.unsettled()));
    }
    if (orders.needAttention() > 0) {
      lines.add("          %,d need attention".formatted(orders.needAttention()));
    }
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("clean", isClean());
    json.putObject("stock")
        .put("skus", stock.skus())
        .put("events", stock.events())
        .put("received", stock.received())
        .put("on_hand", stock.onHand())
        .put("sold", stock.sold())
        .put("returned", stock.returned());
    json.putObject("holds")
        .put("held", holds.held())
        .put("sold", holds.sold())
        .put("held_by_others", holds.heldByOthers())
        .put("sold_by_others", holds.soldByOthers());
    ObjectNode rejected =
        json.putObject("orders")
            .put("all", orders.all())
            .put("confirmed", orders.confirmed())
            .put("cancelled", orders.cancelled())
            .put("pending", orders.pending())
            .put("unsettled", orders.unsettled())
            .put("need_attention", orders.needAttention())
            .putObject("rejected");
    orders.rejected().forEach(rejected::put);
    json.put("moving_skus", moving).put("differences_found", differencesFound);
    ArrayNode list = json.putArray("differences");
    for (Difference one : differences) {
      list.addObject()
          .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
          .put("where", one.where())
          .put("what", one.what());
    }
    return json;
  }
}
