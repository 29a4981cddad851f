package dev.millrace.standalone.cli;

import dev.millrace.standalone.instance.DataFolder;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reset",
    description = "Delete everything that a stopped instance keeps.",
    mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    DataFolder folder = instance.folder();
    if (folder.runningInstance().isPresent()) {
      throw new CommandFailure(
          "The instance runs. Stop it first: ./millrace down" + instance.flags());
    }
    if (!Files.exists(folder.root())) {
      System.out.println("Nothing to delete: " + folder.root() + " does not exist.");
      return 0;
    }
    if (!Files.exists(folder.kafka()) && !Files.exists(folder.log())) {
      throw new CommandFailure(
          folder.root() + " does not look like Millrace's; nothing was deleted.");
    }
    if (!yes) {
      var console = System.console();
      String answer =
          console == null
              ? ""
              : console.readLine(
                  "Delete all orders, stock and schemas in %s? [y/N] ", folder.root());
      if (!"y".equalsIgnoreCase(answer)) {
        throw new CommandFailure("Nothing was deleted. Without a terminal, say --yes.");
      }
    }
    folder.delete();
    System.out.println("Deleted " + folder.root());
    return 0;
  }
}
