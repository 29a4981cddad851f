package dev.millrace.launch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process ends, as whoever watches it sees it. */
@Timeout(60)
class EndOfProcessTest {

  private static final int TERMINATED = 128 + 15;

  /** A process with one part. */
  static final class Main {

    private Main() {}

    public static void main(String[] args) {
      RunningProcess.run(
          (process, settings) -> {
            process.keep(() -> System.out.println("closed"));
            switch (args[0]) {
              case "stays" -> System.out.println("runs");
              case "breaks" -> process.endBecause("a part broke");
              default -> throw new StartRefusedException("27 topics are missing");
            }
          });
    }
  }

  private static Process start(String what) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            what)
        .redirectErrorStream(true)
        .start();
  }

  private static String restOf(BufferedReader output) {
    return output.lines().collect(Collectors.joining("\n"));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void toldToEndItClosesItsParts() throws Exception {
    Process process = start("stays");
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("runs");
      // Not Process.destroy, which stops listening too.
      process.toHandle().destroy();
      assertThat(restOf(output)).contains("closed");
    }
    assertThat(exitCode(process)).isEqualTo(TERMINATED);
  }

  @Test
  void aPartThatEndsByItselfEndsTheProcessWithFailure() throws Exception {
    Process process = start("breaks");
    try (BufferedReader output = process.inputReader()) {
      assertThat(restOf(output)).contains("The process ends: a part broke", "closed");
    }
    assertThat(exitCode(process)).isOne();
  }

  @Test
  void aRefusedStartSaysWhyInOneSentenceAndFails() throws Exception {
    Process process = start("refuses");
    try (BufferedReader output = process.inputReader()) {
      assertThat(restOf(output))
          .contains("Not started. 27 topics are missing", "closed")
          .doesNotContain("\tat ");
    }
    assertThat(exitCode(process)).isOne();
  }
}
