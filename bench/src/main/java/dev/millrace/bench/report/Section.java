package dev.millrace.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table that answers one question of its own.
 *
 * @param code names it for programs
 * @param title says for people what it shows
 * @param rowsAre what the first column names
 */
public record Section(
    String code, String title, String rowsAre, List<Column> columns, List<Row> rows) {

  /**
   * One figure of every row.
   *
   * @param name with its unit
   */
  public record Column(String name, int decimals) {

    private String text(@Nullable Double value) {
      return value == null ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
  }

  /**
   * One line.
   *
   * @param values one for each column; null where nothing was measured
   */
  public record Row(String name, List<@Nullable Double> values) {}

  public Section {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.values().size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of %s needs %d values, not %d"
                .formatted(code, columns.size(), row.values().size()));
      }
    }
  }

  String text() {
    List<String> header = new ArrayList<>(List.of(rowsAre));
    columns.forEach(column -> header.add(column.name()));
    var table = new TextTable(header.toArray(String[]::new));
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (int i = 0; i < columns.size(); i++) {
        cells.add(columns.get(i).text(row.values().get(i)));
      }
      table.add(cells.toArray(String[]::new));
    }
    return title + ":\n\n" + table.render();
  }
}
