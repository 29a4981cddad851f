package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
    long differencesFound)
    implements Report {

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

  @Override
  public boolean isClean() {
    return differencesFound == 0;
  }

  @Override
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
    ReportParts.addOrders(lines, orders);
    if (moving > 0) {
      lines.add(
          "moving    %,d SKUs did not stand still: only their events were checked"
              .formatted(moving));
    }
    ReportParts.addDifferences(
        lines, "log, stores, table and orders agree", differences, differencesFound);
    return String.join("\n", lines) + "\n";
  }

  @Override
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
    ReportParts.putOrders(json, orders);
    json.put("moving_skus", moving);
    ReportParts.putDifferences(json, differences, differencesFound);
    return json;
  }
}
