package dev.millrace.standalone.cli;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.audit.AuditReport;
import dev.millrace.standalone.audit.InventoryAudit;
import dev.millrace.standalone.audit.LedgerAudit;
import dev.millrace.standalone.audit.LedgerAuditReport;
import dev.millrace.standalone.audit.OrderAudit;
import dev.millrace.standalone.audit.Report;
import dev.millrace.standalone.imports.ErrorFile;
import dev.millrace.standalone.imports.OrderImport;
import dev.millrace.standalone.imports.ProductFormat;
import dev.millrace.standalone.imports.ProductImport;
import dev.millrace.standalone.imports.Progress;
import dev.millrace.standalone.imports.ShopClient;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.run.Connection;
import dev.millrace.standalone.shop.ShopLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Import products, stock or a retailer's past orders into a running instance.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ImportCommand.Products.class,
      ImportStockCommand.class,
      ImportCommand.Orders.class
    })
final class ImportCommand implements Runnable {

  private static final int IN_FLIGHT_MAX = 600;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  static Path existing(Path file) {
    if (!Files.isReadable(file)) {
      throw new CommandFailure("There is no readable file " + file);
    }
    return file;
  }

  static Path errorsBeside(Path file) {
    return Path.of(file.getFileName() + ".errors.csv");
  }

  @Command(
      name = "products",
      description = "Import a file of products with prices and stock.",
      mixinStandardHelpOptions = true)
  static final class Products implements Callable<Integer> {

    @Mixin private InstanceOptions options = new InstanceOptions();

    @Parameters(paramLabel = "FILE", description = "JSON Lines or a JSON array; .gz is unpacked.")
    private Path file = Path.of("");

    @Option(names = "--format", required = true, description = "icecat, dummyjson or jsonl.")
    private String format = "";

    @Override
    public Integer call() throws Exception {
      ProductFormat wanted;
      try {
        wanted = ProductFormat.named(format);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure("--format must be icecat, dummyjson or jsonl, not " + format);
      }
      existing(file);
      Instance instance = options.running();
      Topics topics = Connection.topics(instance);
      try (var commands = new BulkCommands(instance.bootstrapServers(), topics, IN_FLIGHT_MAX);
          var errors = new ErrorFile(errorsBeside(file))) {
        var progress = new Progress("products", ProductImport.rows(file), System.out);
        var summary =
            new ProductImport(new ShopLoader(commands, topics), errors).run(file, wanted, progress);
        System.out.printf(
            "%,d rows: %,d imported, %,d with problems, in %.1f s%n",
            summary.rows(), summary.imported(), summary.failed(), summary.seconds());
        return report(errors);
      }
    }
  }

  @Command(
      name = "orders",
      description = {
        "Replay a retailer's invoices as checkouts, its credit notes as returns,",
        "and audit stock, orders and, if it is kept, the ledger at the end."
      },
      mixinStandardHelpOptions = true)
  static final class Orders implements Callable<Integer> {

    /** How long a request is tried again while the instance restarts. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    @Mixin private InstanceOptions options = new InstanceOptions();

    @Parameters(paramLabel = "FILE", description = "CSV; .gz is unpacked.")
    private Path file = Path.of("");

    @Option(names = "--format", required = true, description = "online-retail.")
    private String format = "";

    @Option(
        names = "--concurrency",
        defaultValue = "24",
        description = "Checkouts under way at once. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Override
    public Integer call() throws Exception {
      if (!format.equals("online-retail")) {
        throw new CommandFailure("--format must be online-retail, not " + format);
      }
      if (concurrency < 1 || concurrency > 500) {
        throw new CommandFailure("--concurrency must be 1 to 500, not " + concurrency);
      }
      existing(file);
      Instance instance = options.running();
      Topics topics = Connection.topics(instance);
      var shop = new ShopClient(instance.edgeUrl(), tokens(), PATIENCE);
      try (var commands = new BulkCommands(instance.bootstrapServers(), topics, IN_FLIGHT_MAX);
          var errors = new ErrorFile(errorsBeside(file))) {
        var orderImport =
            new OrderImport(new ShopLoader(commands, topics), shop, errors, System.out);
        orderImport.run(file, concurrency);
        Instant settledBefore = Instant.now().minus(InventoryAudit.SETTLED_FOR);
        AuditReport report = InventoryAudit.run(instance, topics, settledBefore, System.out);
        System.out.print(report.text());
        Report orders = OrderAudit.run(instance, topics, settledBefore, System.out);
        System.out.print(orders.text());
        Optional<LedgerAuditReport> ledger = LedgerAudit.runIfKept(instance, topics, System.out);
        System.out.print(ledger.map(Report::text).orElse("ledger    none is kept\n"));
        report(errors);
        boolean allEnded = report.orders().pending() + report.orders().needAttention() == 0;
        boolean isClean =
            report.isClean() && orders.isClean() && ledger.map(Report::isClean).orElse(true);
        return isClean && allEnded ? 0 : 1;
      }
    }

    /** Tokens of the import's own machine client, renewed before they expire. */
    private Supplier<String> tokens() {
      var tokens = Tokens.signedBy(options.folder().tokenKey(), Clock.systemUTC());
      return new Supplier<>() {
        private String token = "";
        private long renewAtNanos;

        @Override
        public synchronized String get() {
          if (token.isEmpty() || System.nanoTime() - renewAtNanos > 0) {
            token = tokens.issue(Role.OPS, "import", TOKEN_LIFE);
            renewAtNanos = System.nanoTime() + TOKEN_LIFE.dividedBy(2).toNanos();
          }
          return token;
        }
      };
    }
  }

  static int report(ErrorFile errors) {
    if (errors.count() > 0) {
      System.out.printf("%,d problems are listed in %s%n", errors.count(), errors.path());
    }
    return 0;
  }
}
