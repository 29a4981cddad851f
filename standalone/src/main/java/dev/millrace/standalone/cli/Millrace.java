package dev.millrace.standalone.cli;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "millrace",
    description = "A stream-processing commerce backbone in one process.",
    mixinStandardHelpOptions = true,
    version = "millrace 0.1.0",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      ResetCommand.class,
      LogsCommand.class,
      TokenCommand.class,
      TopicsCommand.class,
      ImportCommand.class,
      AuditCommand.class,
      RunCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "bench measures the backbone beside PostgreSQL: ./millrace bench --help",
      "Every command explains itself with --help."
    })
public final class Millrace implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs a command and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static int execute(String... args) {
    return new CommandLine(new Millrace())
        .setCommandName("./millrace")
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Millrace::explain)
        .execute(args);
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    LoggerFactory.getLogger(Millrace.class).error("The command failed", failure);
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    command.getErr().println(message);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
