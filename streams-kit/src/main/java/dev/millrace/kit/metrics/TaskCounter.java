package dev.millrace.kit.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Counts one thing that a task does, as a rate and a total among the application's own metrics:
 * {@code kafka_stream_<scope>_<what>_total}.
 *
 * <p>Threading: one instance belongs to one task; close it with the processor.
 */
public final class TaskCounter implements AutoCloseable {

  private final StreamsMetrics metrics;
  private final Sensor sensor;

  /** Of one task; words of the names are separated by hyphens. */
  public TaskCounter(ProcessingContext context, String scope, String what) {
    metrics = context.metrics();
    sensor =
        metrics.addRateTotalSensor(
            scope, context.taskId().toString(), what, Sensor.RecordingLevel.INFO);
  }

  /** One more. */
  public void count() {
    sensor.record();
  }

  @Override
  public void close() {
    metrics.removeSensor(sensor);
  }
}
