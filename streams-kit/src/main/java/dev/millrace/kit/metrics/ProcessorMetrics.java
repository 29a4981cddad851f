package dev.millrace.kit.metrics;

import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Counts what became of a task's commands, as rates and totals among the application's own metrics.
 *
 * <p>Threading: one instance belongs to one task; close it with the processor.
 */
public final class ProcessorMetrics implements AutoCloseable {

  private static final String SCOPE = "commands";

  private final TaskCounter decided;
  private final TaskCounter refused;
  private final TaskCounter replayed;
  private final TaskCounter malformed;

  public ProcessorMetrics(ProcessingContext context) {
    this.decided = new TaskCounter(context, SCOPE, "decided");
    this.refused = new TaskCounter(context, SCOPE, "refused");
    this.replayed = new TaskCounter(context, SCOPE, "replayed");
    this.malformed = new TaskCounter(context, SCOPE, "malformed");
  }

  /** A command was carried out. */
  public void decided() {
    decided.count();
  }

  /** A command was refused by a rule. */
  public void refused() {
    refused.count();
  }

  /** A command had been answered before and got that answer again. */
  public void replayed() {
    replayed.count();
  }

  /** A command has no meaning and was dropped or refused as malformed. */
  public void malformed() {
    malformed.count();
  }

  @Override
  public void close() {
    List.of(decided, refused, replayed, malformed).forEach(TaskCounter::close);
  }
}
