package dev.millrace.standalone.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes the rows that could not be taken, as CSV; the file appears with the first of them. */
public final class ErrorFile implements AutoCloseable {

  private final Path file;
  private CSVPrinter printer = new CSVPrinter(Writer.nullWriter(), CSVFormat.DEFAULT);
  private long count;

  public ErrorFile(Path file) throws IOException {
    this.file = file;
  }

  public synchronized void add(RowError error) {
    try {
      if (count == 0) {
        printer =
            new CSVPrinter(
                Files.newBufferedWriter(file),
                CSVFormat.DEFAULT.builder().setHeader("row", "key", "problem").get());
      }
      count++;
      printer.printRecord(error.row(), error.key(), error.problem());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public synchronized long count() {
    return count;
  }

  public Path path() {
    return file;
  }

  @Override
  public synchronized void close() throws IOException {
    printer.close();
  }
}
