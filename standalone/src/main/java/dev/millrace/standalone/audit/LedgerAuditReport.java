package dev.millrace.standalone.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an audit of the ledger found.
 *
 * @param events of all orders
 * @param money debits less credits, by currency and kind of account
 * @param moving orders and balances that changed so often that they could not be compared
 * @param differences the first thousand things that do not add up
 * @param differencesFound all of them
 */
public record LedgerAuditReport(
    long orders,
    long events,
    long entries,
    Map<String, Map<String, Long>> money,
    long moving,
    List<Difference> differences,
    long differencesFound)
    implements Report {

  public LedgerAuditReport {
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
    lines.add(
        "log       %,d events of %,d orders, %,d entries of the ledger"
            .formatted(events, orders, entries));
    money.forEach(
        (currency, kinds) ->
            lines.add(
                "accounts  %s in minor units, debits less credits: %s"
                    .formatted(
                        currency,
                        kinds.entrySet().stream()
                            .map(one -> "%s %,d".formatted(one.getKey(), one.getValue()))
                            .collect(Collectors.joining(", ")))));
    if (moving > 0) {
      lines.add(
          "moving    %,d orders or balances did not stand still: they were not compared"
              .formatted(moving));
    }
    ReportParts.addDifferences(
        lines, "events, entries and balances agree", differences, differencesFound);
    return String.join("\n", lines) + "\n";
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("clean", isClean());
    json.put("orders", orders).put("events", events).put("entries", entries);
    ObjectNode currencies = json.putObject("money");
    money.forEach(
        (currency, kinds) -> {
          ObjectNode sums = currencies.putObject(currency);
          kinds.forEach((kind, sum) -> sums.put(kind, sum.longValue()));
        });
    json.put("moving", moving);
    ReportParts.putDifferences(json, differences, differencesFound);
    return json;
  }
}
