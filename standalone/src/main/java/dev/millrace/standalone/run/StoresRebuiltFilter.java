package dev.millrace.standalone.run;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.boolex.EventEvaluatorBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * After a kill Kafka Streams says of every store, task and thread, several times and with traces,
 * that it throws away what was not closed in order. This lets one line of each thread pass, its
 * {@code StreamThread}'s. Whatever else the same classes report passes too, and so does a corrupted
 * task that has a cause other than the kill.
 */
public final class StoresRebuiltFilter extends Filter<ILoggingEvent> {

  private static final String INTERNALS = "org.apache.kafka.streams.processor.internals.";
  private static final Set<String> REPEATING =
      Set.of(
          INTERNALS + "StateDirectory",
          INTERNALS + "ProcessorStateManager",
          INTERNALS + "TaskManager");
  private static final String NOT_CLOSED =
      "did not find checkpoint offsets while stores are not empty";
  private static final String NOT_REGISTERED = "Failed to register startup state stores for task";
  private static final String CORRUPTED = "are corrupted and hence need to be re-initialized";

  /** A list of failures by task of which each is one that a kill leaves behind. */
  private static final Pattern ONLY_CORRUPTED =
      Pattern.compile(
          "Get exceptions for the following tasks: \\{(?:[0-9_]+="
              + Pattern.quote(TaskCorruptedException.class.getName())
              + ": Tasks \\[[0-9_]+] "
              + CORRUPTED
              + "(?:, )?)+}$");

  /** Of the line that passes, the trace says nothing more. */
  public static final class Trace extends EventEvaluatorBase<ILoggingEvent> {
    @Override
    public boolean evaluate(ILoggingEvent event) {
      return isCorruptedByKill(event.getThrowableProxy());
    }
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return REPEATING.contains(event.getLoggerName()) && repeats(event)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean repeats(ILoggingEvent event) {
    if (event.getThrowableProxy() != null) {
      return isCorruptedByKill(event.getThrowableProxy());
    }
    String message = event.getFormattedMessage();
    return message.contains(NOT_CLOSED)
        || (message.startsWith(NOT_REGISTERED) && message.endsWith(CORRUPTED))
        || ONLY_CORRUPTED.matcher(message).find();
  }

  private static boolean isCorruptedByKill(@Nullable IThrowableProxy failure) {
    return failure != null
        && failure.getCause() == null
        && failure.getClassName().equals(TaskCorruptedException.class.getName());
  }
}
