package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the reports of all audits have in common. */
final class ReportParts {

  /** Differences that are printed; a file has more. */
  private static final int PRINTED_MAX = 20;

  private ReportParts() {}

  static void addOrders(List<String> lines, AuditReport.OrderTotals orders) {
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

  /**
   * @param clean what agrees if nothing was found
   */
  static void addDifferences(
      List<String> lines, String clean, List<Difference> differences, long found) {
    if (found == 0) {
      lines.add("clean     " + clean);
      return;
    }
    lines.add("NOT CLEAN %,d differences:".formatted(found));
    differences.stream().limit(PRINTED_MAX).forEach(one -> lines.add("  " + one));
    if (found > PRINTED_MAX) {
      lines.add("  and %,d more".formatted(found - PRINTED_MAX));
    }
  }

  static void putOrders(ObjectNode json, AuditReport.OrderTotals orders) {
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
  }

  static void putDifferences(ObjectNode json, List<Difference> differences, long found) {
    json.put("differences_found", found);
    ArrayNode list = json.putArray("differences");
    for (Difference one : differences) {
      list.addObject()
          .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
          .put("where", one.where())
          .put("what", one.what());
    }
  }
}
