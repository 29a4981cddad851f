package dev.millrace.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.standalone.audit.InventoryAudit;
import dev.millrace.standalone.audit.LedgerAudit;
import dev.millrace.standalone.audit.OrderAudit;
import dev.millrace.standalone.audit.Report;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.run.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = "Prove that what the instance keeps in different places agrees.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditCommand.Inventory.class,
      AuditCommand.Orders.class,
      AuditCommand.Ledger.class
    })
final class AuditCommand implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "inventory",
      description = {
        "Read the whole log of the stock and compare what it adds up to with the inventory's",
        "stores, the table of stock and the orders. The instance may go on meanwhile.",
        "Exit code: 0 all agrees, 1 there are differences, 2 the audit could not run."
      },
      mixinStandardHelpOptions = true)
  static final class Inventory extends Audit {
    @Override
    Report audit(Instance instance, Instant settledBefore) {
      return InventoryAudit.run(instance, Connection.topics(instance), settledBefore, System.out);
    }
  }

  @Command(
      name = "orders",
      description = {
        "Read the whole log of the orders and compare what it adds up to with the orders' store,",
        "with what the payment provider was asked and answered, and with what the inventory",
        "answered. The instance may go on meanwhile.",
        "Exit code: 0 all agrees, 1 there are differences, 2 the audit could not run."
      },
      mixinStandardHelpOptions = true)
  static final class Orders extends Audit {
    @Override
    Report audit(Instance instance, Instant settledBefore) {
      return OrderAudit.run(instance, Connection.topics(instance), settledBefore, System.out);
    }
  }

  @Command(
      name = "ledger",
      description = {
        "Read the whole log of the orders, make the entries of the ledger anew and compare them"
            + " with",
        "the log of entries, and the balances with what the entries add up to. The instance may go",
        "on meanwhile.",
        "Exit code: 0 all agrees, 1 there are differences, 2 the audit could not run."
      },
      mixinStandardHelpOptions = true)
  static final class Ledger extends Audit {
    @Override
    Report audit(Instance instance, Instant settledBefore) {
      return LedgerAudit.run(instance, Connection.topics(instance), System.out);
    }
  }

  /** What all audits have in common. */
  abstract static class Audit implements Callable<Integer> {

    private static final int CLEAN = 0;
    private static final int DIFFERENCES = 1;
    private static final int COULD_NOT_RUN = 2;
    private static final int SETTLED_SECONDS_MAX = 86_400;

    @Mixin private InstanceOptions options = new InstanceOptions();

    @Option(
        names = "--json",
        paramLabel = "FILE",
        description = "Also write the report, with up to 1,000 differences, to this file.")
    private @Nullable Path json;

    @Option(
        names = "--settled-for",
        paramLabel = "SECONDS",
        description = {
          "What was asked for or answered longer ago than this must have been done; what came",
          "since may be under way. Default: ${DEFAULT-VALUE}."
        })
    private int settledSeconds = Math.toIntExact(InventoryAudit.SETTLED_FOR.toSeconds());

    abstract Report audit(Instance instance, Instant settledBefore);

    @Override
    public final Integer call() {
      try {
        return audit();
      } catch (CommandFailure e) {
        System.err.println(e.getMessage());
        return COULD_NOT_RUN;
      } catch (RuntimeException | IOException e) {
        // Not a constant: all commands are made before "up" says where its log is.
        LoggerFactory.getLogger(AuditCommand.class).error("The audit could not run", e);
        System.err.println("The audit could not run: " + e.getMessage());
        return COULD_NOT_RUN;
      }
    }

    private int audit() throws IOException {
      if (settledSeconds < 0 || settledSeconds > SETTLED_SECONDS_MAX) {
        throw new CommandFailure("--settled-for must be 0 to " + SETTLED_SECONDS_MAX);
      }
      Instance instance = options.running();
      Report report = audit(instance, Instant.now().minusSeconds(settledSeconds));
      System.out.print(report.text());
      if (json != null) {
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValue(json.toFile(), report.json());
      }
      return report.isClean() ? CLEAN : DIFFERENCES;
    }
  }
}
