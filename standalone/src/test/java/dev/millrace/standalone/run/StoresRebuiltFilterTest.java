package dev.millrace.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoresRebuiltFilterTest {

  private static final TaskId TASK = new TaskId(0, 1);
  private static final TaskCorruptedException CORRUPTED = new TaskCorruptedException(Set.of(TASK));

  private final StoresRebuiltFilter filter = new StoresRebuiltFilter();
  private final StoresRebuiltFilter.Trace trace = new StoresRebuiltFilter.Trace();

  @Test
  void whatIsSaidOfEachStoreAndTaskAfterAKillIsDropped() {
    String failed = "Failed to register startup state stores for task 0_1: ";

    assertThat(
            filter.decide(
                event(
                    "ProcessorStateManager",
                    "State store s did not find checkpoint offsets while stores are not empty, so",
                    null)))
        .isEqualTo(FilterReply.DENY);
    assertThat(filter.decide(event("StateDirectory", failed + CORRUPTED.getMessage(), null)))
        .isEqualTo(FilterReply.DENY);
    assertThat(filter.decide(event("TaskManager", "Encounter corrupted task 0_1", CORRUPTED)))
        .isEqualTo(FilterReply.DENY);
    TaskId other = new TaskId(0, 2);
    var otherCorrupted = new TaskCorruptedException(Set.of(other));
    assertThat(filter.decide(failures(Map.of(TASK, CORRUPTED, other, otherCorrupted))))
        .isEqualTo(FilterReply.DENY);
  }

  @Test
  void theThreadsOwnLineStaysWithoutItsTrace() {
    LoggingEvent line = event("StreamThread", "Detected the states of tasks ...", CORRUPTED);

    assertThat(filter.decide(line)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(trace.evaluate(line)).isTrue();
  }

  @Test
  void realFailuresOfTheSameClassesStayWithTheirTraces() {
    var broken = new TaskCorruptedException(Set.of(TASK), new OffsetOutOfRangeException(Map.of()));
    LoggingEvent line = event("TaskManager", "Encounter corrupted task 0_1", broken);

    assertThat(filter.decide(line)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(trace.evaluate(line)).isFalse();
    assertThat(filter.decide(event("StateDirectory", "Failed to release the lock", null)))
        .isEqualTo(FilterReply.NEUTRAL);
    assertThat(filter.decide(event("TaskManager", "any", new IllegalStateException("bug"))))
        .isEqualTo(FilterReply.NEUTRAL);
    assertThat(
            filter.decide(
                failures(Map.of(TASK, CORRUPTED, new TaskId(0, 2), new IllegalStateException()))))
        .isEqualTo(FilterReply.NEUTRAL);
  }

  private static LoggingEvent failures(Map<TaskId, RuntimeException> byTask) {
    String message = "stream-thread [one] Get exceptions for the following tasks: " + byTask;
    return event("TaskManager", message, null);
  }

  private static LoggingEvent event(String name, String message, @Nullable Throwable failure) {
    var logger =
        new LoggerContext().getLogger("org.apache.kafka.streams.processor.internals." + name);
    return new LoggingEvent(
        StoresRebuiltFilterTest.class.getName(), logger, Level.WARN, message, failure, null);
  }
}
