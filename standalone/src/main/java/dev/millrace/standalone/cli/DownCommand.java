package dev.millrace.standalone.cli;

import dev.millrace.standalone.instance.Instance;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "down",
    description = "Stop the instance; its data stay.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  private static final long ORDERLY_SECONDS_MAX = 45;
  private static final long KILLED_SECONDS_MAX = 10;

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    Optional<Instance> running = instance.folder().runningInstance();
    if (running.isEmpty()) {
      System.out.println("No instance runs on " + instance.folder().root());
      return 0;
    }
    ProcessHandle process = ProcessHandle.of(running.get().pid()).orElseThrow();
    process.destroy();
    try {
      process.onExit().get(ORDERLY_SECONDS_MAX, TimeUnit.SECONDS);
      System.out.println("Stopped.");
      return 0;
    } catch (TimeoutException e) {
      process.destroyForcibly();
    }
    try {
      process.onExit().get(KILLED_SECONDS_MAX, TimeUnit.SECONDS);
      System.out.println(
          "It did not stop within " + ORDERLY_SECONDS_MAX + " s and was killed; nothing is lost.");
      return 0;
    } catch (TimeoutException e) {
      throw new CommandFailure("Process " + process.pid() + " cannot be stopped.");
    }
  }
}
