package dev.millrace.launch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.launch.config.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningProcessTest {

  private final List<String> closed = new ArrayList<>();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  @Test
  void endsItsPartsLatestFirstAndOnce() {
    var process =
        RunningProcess.start(
            Map.of(),
            (running, settings) -> {
              running.keep(part("log"));
              running.keep(
                  () -> {
                    throw new IllegalStateException("does not stop in order");
                  });
              running.keep(part("queries"));
            });
    process.close();
    process.close();

    assertThat(closed).containsExactly("queries", "log");
    assertThat(process.ended().toCompletableFuture()).isNotDone();
  }

  @Test
  void aPartThatDoesNotStartEndsThoseBeforeIt() {
    assertThatThrownBy(
            () ->
                RunningProcess.start(
                    Map.of(),
                    (running, settings) -> {
                      running.keep(part("log"));
                      throw new StartRefusedException("no topics");
                    }))
        .isInstanceOf(StartRefusedException.class);

    assertThat(closed).containsExactly("log");
  }

  @Test
  void aPartThatComesAfterTheEndIsClosedAtOnce() {
    var process = RunningProcess.start(Map.of(), (running, settings) -> {});
    process.close();

    assertThatThrownBy(() -> process.keep(part("late"))).isInstanceOf(StartRefusedException.class);
    assertThat(closed).containsExactly("late");
  }

  @Test
  void startsNothingOnSettingsThatAreNotAllowed() {
    assertThatThrownBy(
            () ->
                RunningProcess.start(
                    Map.of("COUNT", "many"),
                    (running, settings) -> {
                      settings.integer("COUNT", "how many", 1, 1, 9);
                      running.acceptSettings(settings);
                      running.keep(part("log"));
                    }))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("COUNT=many");

    assertThat(closed).isEmpty();
  }

  @Test
  void tellsTheFirstReasonOfItsEnd() {
    var process =
        RunningProcess.start(
            Map.of(),
            (running, settings) -> {
              running.endBecause("orders ended");
              running.endBecause("and the rest");
            });

    assertThat(process.ended().toCompletableFuture()).isCompletedWithValue("orders ended");
  }
}
