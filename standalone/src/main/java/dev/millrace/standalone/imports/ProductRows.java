package dev.millrace.standalone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** The JSON objects of a file: one a line, or the elements of an array; gzipped or not. */
final class ProductRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row, or what is wrong with it. */
  record Row(long number, JsonNode json, String problem) {}

  private ProductRows() {}

  static void read(Path file, Consumer<Row> rows) throws IOException {
    try (InputStream in = open(file)) {
      in.mark(1);
      int first = in.read();
      in.reset();
      if (first == '[') {
        long number = 0;
        for (JsonNode element : JSON.readTree(in)) {
          rows.accept(new Row(++number, element, ""));
        }
      } else {
        readLines(in, rows);
      }
    }
  }

  static long count(Path file) throws IOException {
    long[] count = {0};
    read(file, row -> count[0]++);
    return count[0];
  }

  private static void readLines(InputStream in, Consumer<Row> rows) throws IOException {
    var lines =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        rows.accept(new Row(number, JSON.readTree(line), ""));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        rows.accept(new Row(number, JSON.nullNode(), "not JSON: " + e.getOriginalMessage()));
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".gz")
        ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)
        : raw;
  }
}
