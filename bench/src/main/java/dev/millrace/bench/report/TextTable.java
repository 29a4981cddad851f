package dev.millrace.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Lays rows out as a table that reads well in a terminal and is one in Markdown. */
public final class TextTable {

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** The first column holds names and stands left; the others hold figures and stand right. */
  public TextTable(String... header) {
    this.header = List.of(header);
  }

  public void add(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row needs %d cells, not %d".formatted(header.size(), cells.length));
    }
    rows.add(List.of(cells));
  }

  /** The table, a line for each row. */
  public String render() {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              header.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    var text = new StringBuilder();
    line(text, header, widths);
    text.append('|');
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? ':' : '-')
          .append("-".repeat(widths[i]))
          .append(i == 0 ? '-' : ':')
          .append('|');
    }
    text.append('\n');
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    text.append('|');
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      text.append(' ')
          .append(i == 0 ? cells.get(i) + padding : padding + cells.get(i))
          .append(" |");
    }
    text.append('\n');
  }
}
