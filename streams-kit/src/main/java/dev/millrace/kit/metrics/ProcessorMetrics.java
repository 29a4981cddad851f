package dev.millrace.kit.metrics;

import java.util.List;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Counts what became of a task's commands, as rates and totals among the application's own metrics.
 *
 * <p>Threading: one instance belongs to one task; close it with the processor.
 */
public final class ProcessorMetrics implements AutoCloseable {

  private static final String SCOPE = "commands";

  private final StreamsMetrics metrics;
  private final String task;
  private final Sensor decided;
  private final Sensor refused;
  private final Sensor replayed;
  private final Sensor malformed;

  public ProcessorMetrics(ProcessingContext context) {
    this.metrics = context.metrics();
    this.task = context.taskId().toString();
    this.decided = sensor("decided");
    this.refused = sensor("refused");
    this.replayed = sensor("replayed");
    this.malformed = sensor("malformed");
  }

  /** A command was carried out. */
  public void decided() {
    decided.record();
  }

  /** A command was refused by a rule. */
  public void refused() {
    refused.record();
  }

  /** A command had been answered before and got that answer again. */
  public void replayed() {
    replayed.record();
  }

  /** A command has no meaning and was dropped or refused as malformed. */
  public void malformed() {
    malformed.record();
  }

  @Override
  public void close() {
    List.of(decided, refused, replayed, malformed).forEach(metrics::removeSensor);
  }

  private Sensor sensor(String outcome) {
    return metrics.addRateTotalSensor(SCOPE, task, outcome, Sensor.RecordingLevel.INFO);
  }
}
