package dev.millrace.standalone.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "logs",
    description = "Show the log of the instance.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private static final long LOOK_AGAIN_MS = 250;

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "100",
      description = "Lines from the end. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on showing what is added, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    Path log = instance.folder().log();
    if (!Files.exists(log)) {
      throw new CommandFailure("There is no log at " + log);
    }
    List<String> all = Files.readAllLines(log);
    all.subList(Math.max(0, all.size() - lines), all.size()).forEach(System.out::println);
    if (follow) {
      follow(log);
    }
    return 0;
  }

  private static void follow(Path log) throws IOException {
    long shown = Files.size(log);
    while (!Thread.currentThread().isInterrupted()) {
      long size = Files.size(log);
      // A smaller file is a new one: the log was rotated.
      shown = Math.min(shown, size);
      if (size > shown) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
          file.seek(shown);
          byte[] added = new byte[(int) Math.min(size - shown, 1 << 20)];
          file.readFully(added);
          System.out.print(new String(added, StandardCharsets.UTF_8));
          shown += added.length;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MS));
    }
  }
}
