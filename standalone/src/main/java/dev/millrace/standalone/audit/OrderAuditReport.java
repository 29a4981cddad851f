package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an audit of the orders found.
 *
 * @param money by currency
 * @param events of all orders
 * @param answers of the payment provider and the inventory, each counted once
 * @param waiting orders that have not changed lately and still wait for an answer
 * @param older orders of which some requests or answers are not kept any more
 * @param moving orders that changed so often that they could not be compared with the store
 * @param differences the first thousand things that do not add up
 * @param differencesFound all of them
 */
public record OrderAuditReport(
    AuditReport.OrderTotals orders,
    Map<String, MoneyTotals> money,
    long events,
    long answers,
    long waiting,
    long older,
    long moving,
    List<Difference> differences,
    long differencesFound)
    implements Report {

  /** Money of all orders in one currency, in minor units. */
  public record MoneyTotals(
      long authorizedMinor, long capturedMinor, long voidedMinor, long refundedMinor) {
    MoneyTotals plus(MoneyTotals more) {
      return new MoneyTotals(
          Math.addExact(authorizedMinor, more.authorizedMinor),
          Math.addExact(capturedMinor, more.capturedMinor),
          Math.addExact(voidedMinor, more.voidedMinor),
          Math.addExact(refundedMinor, more.refundedMinor));
    }
  }

  public OrderAuditReport {
    money = Collections.unmodifiableMap(new TreeMap<>(money));
    differences = List.copyOf(differences);
  }

  @Override
  public boolean isClean() {
    return differencesFound == 0;
  }

  @Override
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("log       %,d events of orders, %,d answers to them".formatted(events, answers));
    ReportParts.addOrders(lines, orders);
    if (waiting > 0) {
      lines.add("          %,d wait for an answer".formatted(waiting));
    }
    money.forEach(
        (currency, sums) ->
            lines.add(
                "money     %s in minor units: %,d authorised, %,d captured, %,d voided, %,d refunded"
                    .formatted(
                        currency,
                        sums.authorizedMinor(),
                        sums.capturedMinor(),
                        sums.voidedMinor(),
                        sums.refundedMinor())));
    if (older > 0) {
      lines.add(
          "older     %,d orders are older than the answers that are kept: not all was checked"
              .formatted(older));
    }
    if (moving > 0) {
      lines.add(
          "moving    %,d orders did not stand still: they were not compared with the store"
              .formatted(moving));
    }
    ReportParts.addDifferences(
        lines, "log, store, payments and stock agree", differences, differencesFound);
    return String.join("\n", lines) + "\n";
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("clean", isClean());
    json.put("events", events).put("answers", answers);
    ReportParts.putOrders(json, orders);
    json.put("waiting_orders", waiting);
    ObjectNode currencies = json.putObject("money");
    money.forEach(
        (currency, sums) ->
            currencies
                .putObject(currency)
                .put("authorized_minor", sums.authorizedMinor())
                .put("captured_minor", sums.capturedMinor())
                .put("voided_minor", sums.voidedMinor())
                .put("refunded_minor", sums.refundedMinor()));
    json.put("older_orders", older).put("moving_orders", moving);
    ReportParts.putDifferences(json, differences, differencesFound);
    return json;
  }
}
