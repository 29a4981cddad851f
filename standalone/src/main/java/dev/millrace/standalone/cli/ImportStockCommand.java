package dev.millrace.standalone.cli;

import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.imports.ErrorFile;
import dev.millrace.standalone.imports.Progress;
import dev.millrace.standalone.imports.StockFormat;
import dev.millrace.standalone.imports.StockImport;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.run.Connection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "stock",
    description = {
      "Import a file of stock movements through the lane for bulk, while the shop goes on.",
      "Columns: sku, quantity, and if wanted seller_id, warehouse_id, type (count, receive, adjust,"
          + " return_to_stock; count if left out: the quantity is the total), source,"
          + " source_sequence.",
      "The same file again changes nothing, for a week."
    },
    mixinStandardHelpOptions = true)
final class ImportStockCommand implements Callable<Integer> {

  /** Enough to keep every partition's window full. */
  private static final int IN_FLIGHT_MAX = 2_000;

  @Mixin private InstanceOptions options = new InstanceOptions();

  @Parameters(
      paramLabel = "FILE",
      description = "CSV with a header, or JSON Lines; .gz is unpacked.")
  private Path file = Path.of("");

  @Option(names = "--format", required = true, description = "csv or jsonl.")
  private String format = "";

  @Override
  public Integer call() throws Exception {
    StockFormat wanted;
    try {
      wanted = StockFormat.named(format);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--format must be csv or jsonl, not " + format);
    }
    ImportCommand.existing(file);
    Instance instance = options.running();
    Topics topics = Connection.topics(instance);
    try (var commands = new BulkCommands(instance.bootstrapServers(), topics, IN_FLIGHT_MAX);
        var errors = new ErrorFile(ImportCommand.errorsBeside(file))) {
      var progress = new Progress("stock", rows(wanted), System.out);
      var summary = new StockImport(commands, topics, errors).run(file, wanted, progress);
      System.out.printf(
          "%,d rows: %,d taken, %,d with problems, in %.1f s%n",
          summary.rows(), summary.taken(), summary.failed(), summary.seconds());
      return ImportCommand.report(errors);
    }
  }

  private long rows(StockFormat wanted) throws Exception {
    try {
      return StockImport.rows(file, wanted);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(file + " is no stock feed: " + e.getMessage());
    }
  }
}
