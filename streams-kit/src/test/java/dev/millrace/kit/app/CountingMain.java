package dev.millrace.kit.app;

import dev.millrace.kit.broker.Counting;
import dev.millrace.kit.broker.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A counting context as a process of its own, to be killed. */
final class CountingMain {

  static final Map<String, String> SETTINGS =
      Map.of("MILLRACE_INSTANCE_ID", "one", "MILLRACE_STREAMS_SESSION_TIMEOUT", "60s");

  private CountingMain() {}

  static Process inChild(String context, Path stateDir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + TestBroker.OF_PARENT + "=" + TestBroker.bootstrapServers(),
            "-cp",
            System.getProperty("java.class.path"),
            CountingMain.class.getName(),
            context,
            stateDir.toString())
        .redirectErrorStream(true)
        .redirectOutput(stateDir.resolve("child.log").toFile())
        .start();
  }

  public static void main(String[] args) {
    Counting counting = Counting.existing(args[0]);
    StreamsApp app =
        StreamsApp.start(
            counting.module(),
            counting.topics(),
            counting.config(Path.of(args[1]), TestBroker.freePort(), SETTINGS),
            new SimpleMeterRegistry());
    app.ended().toCompletableFuture().join();
  }
}
