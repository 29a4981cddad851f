package dev.millrace.standalone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** How the rows of a stock feed stand in a file. */
public enum StockFormat {
  /** A header with the names of the columns, then a row a line. */
  CSV {
    @Override
    void read(Path file, Consumer<Read> rows) throws IOException {
      try (var text =
              new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8));
          var records =
              CSVFormat.DEFAULT
                  .builder()
                  .setHeader()
                  .setSkipHeaderRecord(true)
                  .setTrim(true)
                  .get()
                  .parse(text)) {
        List<String> columns = records.getHeaderNames();
        StockRow.requireKnown(columns);
        if (!columns.containsAll(StockRow.NEEDED)) {
          throw new IllegalArgumentException("the header must name at least sku and quantity");
        }
        long number = 0;
        for (CSVRecord record : records) {
          number++;
          rows.accept(
              Read.of(
                  number,
                  name -> record.isSet(name) ? String.valueOf(record.get(name)) : "",
                  null));
        }
      }
    }
  },

  /** A JSON object a line, its fields named like the columns. */
  JSONL {
    @Override
    void read(Path file, Consumer<Read> rows) throws IOException {
      ProductRows.read(
          file,
          row -> {
            if (!row.problem().isEmpty()) {
              rows.accept(new Read(row.number(), null, row.problem()));
            } else {
              rows.accept(
                  Read.of(row.number(), name -> row.json().path(name).asText(""), row.json()));
            }
          });
    }
  };

  /**
   * A row or what is wrong with it.
   *
   * @param number 1 for the first row of data
   */
  record Read(long number, @Nullable StockRow row, String problem) {

    private static Read of(long number, UnaryOperator<String> column, @Nullable JsonNode object) {
      try {
        if (object != null) {
          List<String> fields = new ArrayList<>();
          object.fieldNames().forEachRemaining(fields::add);
          StockRow.requireKnown(fields);
        }
        return new Read(number, StockRow.of(column), "");
      } catch (IllegalArgumentException e) {
        return new Read(number, null, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Reads a file row by row.
   *
   * @throws IllegalArgumentException if its header is of no use
   */
  abstract void read(Path file, Consumer<Read> rows) throws IOException;

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StockFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
  }
}
