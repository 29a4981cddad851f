package dev.millrace.bench;

import dev.millrace.bench.backbone.BackboneProcess;
import dev.millrace.bench.machine.Machine;
import dev.millrace.bench.machine.ProcessTree;
import dev.millrace.bench.report.Report;
import dev.millrace.bench.report.Section;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the backbone beside the same jobs on PostgreSQL. */
@Command(
    name = "bench",
    description = {
      "Measure the backbone, then the same jobs on PostgreSQL, one after the other.",
      "Without --data or --port it starts a backbone of its own in a temporary folder."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {

  private static final int DEFAULT_PORT = 8080;
  private static final Duration SETTLES = Duration.ofSeconds(5);

  @Option(
      names = "--scenario",
      defaultValue = "all",
      description = {
        "reservations, hot-sku, checkout or all of these;",
        "or zipf, split-sku, feed, expiry, restore,",
        "checkout-lines, checkout-rising, checkout-hops.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String scenario = "all";

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "Length of each measured run. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      description = "Seconds of load before each run that do not count. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "Checkouts a second while latency is measured. Default: ${DEFAULT-VALUE}.")
  private int checkoutsPerSecond;

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "50,100,200,400",
      description =
          "Checkouts a second of checkout-rising, one after the other until one is too much."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Integer> risingRates = List.of();

  @Option(
      names = "--reservation-rate",
      defaultValue = "1000",
      description = "Reservations a second while latency is measured. Default: ${DEFAULT-VALUE}.")
  private int reservationsPerSecond;

  @Option(
      names = "--skus",
      defaultValue = "100000",
      description = "SKUs that have stock. Default: ${DEFAULT-VALUE}.")
  private int skus;

  @Option(
      names = "--priced-skus",
      defaultValue = "10000",
      description = "SKUs of these that checkouts buy. Default: ${DEFAULT-VALUE}.")
  private int pricedSkus;

  @Option(
      names = "--window",
      defaultValue = "4096",
      description =
          "Reservations on their way at once while capacity is measured. Default:"
              + " ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--clients",
      defaultValue = "256",
      description =
          "Checkouts on their way at once while capacity is measured. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--carts",
      defaultValue = "10000",
      description =
          "Filled carts for the capacity run; it ends when they are bought. Default:"
              + " ${DEFAULT-VALUE}.")
  private int carts;

  @Option(
      names = "--urgent-rate",
      defaultValue = "200",
      description =
          "A hot SKU's reservations and movements a second beside a feed or an expiry. Default:"
              + " ${DEFAULT-VALUE}.")
  private int urgentPerSecond;

  @Option(
      names = "--feed-rows",
      defaultValue = "100000",
      description = "Rows of the bulk feed. Default: ${DEFAULT-VALUE}.")
  private int feedRows;

  @Option(
      names = "--holds",
      defaultValue = "1000000",
      description = "Holds that end at about one moment. Default: ${DEFAULT-VALUE}.")
  private int holds;

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "Connections to PostgreSQL. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--postgres-one-statement",
      description =
          "Reserve on PostgreSQL with one statement that commits by itself, instead of two.")
  private boolean oneStatement;

  @Option(
      names = "--postgres-async-commit",
      description =
          "Let PostgreSQL answer before the disk has the commit (synchronous_commit=off), as a"
              + " single Kafka broker does.")
  private boolean asyncCommit;

  @Option(names = "--no-postgres", description = "Measure the backbone alone.")
  private boolean noPostgres;

  @Option(names = "--no-backbone", description = "Measure PostgreSQL alone.")
  private boolean noBackbone;

  @Option(
      names = "--idle",
      defaultValue = "10",
      description =
          "Seconds of idling over which the own backbone's processor time is taken; 0 leaves it"
              + " out. Default: ${DEFAULT-VALUE}.")
  private int idleSeconds;

  @Option(
      names = "--restart",
      description = "Stop and start the own backbone once before the load, to see a warm start.")
  private boolean restart;

  @Option(
      names = "--inventory-alone",
      description =
          "Start a broker and the inventory only, for reservations and what else asks nothing but"
              + " stock: nothing follows its events then, neither search nor history.")
  private boolean inventoryAlone;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Measure the instance that runs on this folder.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Measure the instance that runs on data, or data-N where N is not 8080.")
  private @Nullable Integer port;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write everything as JSON.")
  private @Nullable Path json;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setCommandName("./millrace bench")
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler(Bench::explain)
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = settings();
    if (inventoryAlone
        && (settings.buysCarts() || settings.measures(Scenario.FEED) || ownsNoBackbone())) {
      throw new IllegalArgumentException(
          "--inventory-alone starts a backbone of its own that sells nothing and takes no feed:"
              + " give it --scenario reservations, hot-sku, zipf, split-sku, expiry or restore");
    }
    var measuring = new Measuring(System.err);
    Map<String, Long> backbone = new LinkedHashMap<>();
    Map<String, String> postgres = Map.of();
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Path temporary = Files.createTempDirectory("millrace-bench");
    if (!noBackbone) {
      measureBackbone(settings, measuring, temporary, backbone);
    }
    if (!noPostgres && settings.scenarios().stream().anyMatch(Scenario::isBesidePostgres)) {
      postgres =
          new PostgresSide(settings, measuring)
              .run(Files.createDirectory(temporary.resolve("postgres")));
    }
    // Kept when something failed: the logs are in it.
    new DataFolder(temporary).delete();
    Machine machine = Machine.here();
    List<Section> sections =
        new ArrayList<>(CheckoutSections.of(measuring.runs(), settings, machine.cores()));
    sections.addAll(measuring.sections());
    var report =
        new Report(
            startedAt,
            machine,
            settings.describe(),
            backbone,
            postgres,
            measuring.runs(),
            sections);
    System.out.println(report.text());
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return 0;
  }

  private boolean ownsNoBackbone() {
    return data != null || port != null;
  }

  private Settings settings() {
    return new Settings(
        Scenario.named(scenario),
        seconds,
        warmUpSeconds,
        checkoutsPerSecond,
        reservationsPerSecond,
        skus,
        pricedSkus,
        window,
        clients,
        connections,
        carts,
        urgentPerSecond,
        feedRows,
        holds,
        risingRates,
        oneStatement,
        !asyncCommit);
  }

  private void measureBackbone(
      Settings settings, Measuring measuring, Path temporary, Map<String, Long> seen)
      throws IOException, InterruptedException {
    if (ownsNoBackbone()) {
      if (settings.measures(Scenario.RESTORE)) {
        throw new IllegalArgumentException(
            "restore deletes stores: it runs only on a backbone of the bench's own");
      }
      if (settings.measures(Scenario.CHECKOUT_HOPS)) {
        throw new IllegalArgumentException(
            "checkout-hops changes how the log stamps records: it runs only on a backbone of the"
                + " bench's own");
      }
      DataFolder folder = new DataFolder(data != null ? data : folderOf(port));
      Instance instance =
          folder
              .runningInstance()
              .orElseThrow(
                  () -> new IllegalArgumentException("No instance runs on " + folder.root()));
      measure(settings, measuring, folder, instance, seen);
      return;
    }
    Path own = temporary.resolve("backbone");
    measuring.say("Starting a backbone ...");
    BackboneProcess process = BackboneProcess.start(own, parts());
    try {
      seen.put("first_start_ms", process.startTook().toMillis());
      if (restart) {
        measuring.say("Starting it again ...");
        process.close();
        process = BackboneProcess.start(own, parts());
        seen.put("warm_start_ms", process.startTook().toMillis());
      }
      idle(measuring, process.instance(), seen);
      measure(settings, measuring, process.folder(), process.instance(), seen);
      if (settings.measures(Scenario.RESTORE)) {
        measuring.say("Starting it again without the inventory's stores ...");
        process.close();
        seen.putAll(Restore.prepare(process.folder()));
        process = BackboneProcess.start(own, parts());
        seen.put("restore_start_ms", process.startTook().toMillis());
        seen.putAll(Restore.readyTimes(process.folder()));
      }
    } finally {
      process.close();
    }
  }

  private BackboneProcess.Parts parts() {
    return inventoryAlone ? BackboneProcess.Parts.INVENTORY : BackboneProcess.Parts.ALL;
  }

  private void idle(Measuring measuring, Instance instance, Map<String, Long> seen) {
    if (idleSeconds == 0) {
      return;
    }
    measuring.say("Watching it idle ...");
    var processes = ProcessTree.of(ProcessHandle.of(instance.pid()).orElseThrow());
    pause(SETTLES);
    seen.put("resident_after_start_mib", processes.residentMib());
    Duration before = processes.cpu();
    long from = System.nanoTime();
    pause(Duration.ofSeconds(idleSeconds));
    long wall = System.nanoTime() - from;
    long used = processes.cpu().minus(before).toNanos();
    seen.put("idle_percent_of_one_core", used * 100 / wall);
  }

  private static void measure(
      Settings settings,
      Measuring measuring,
      DataFolder folder,
      Instance instance,
      Map<String, Long> seen)
      throws InterruptedException {
    var side = new BackboneSide(settings, measuring, folder, instance);
    side.run(seen);
    seen.put("resident_after_load_mib", side.processes().residentMib());
  }

  private static Path folderOf(@Nullable Integer port) {
    return Path.of(port == null || port == DEFAULT_PORT ? "data" : "data-" + port);
  }

  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command
        .getErr()
        .println(
            failure instanceof IllegalArgumentException || failure instanceof IllegalStateException
                ? failure.getMessage()
                : String.format(Locale.ROOT, "The bench failed: %s", failure));
    return CommandLine.ExitCode.SOFTWARE;
  }
}
