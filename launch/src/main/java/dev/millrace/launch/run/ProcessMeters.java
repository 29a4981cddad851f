package dev.millrace.launch.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/** What every process tells about its JVM. */
public final class ProcessMeters implements AutoCloseable {

  private final JvmGcMetrics collections = new JvmGcMetrics();

  private ProcessMeters() {}

  /** Adds them; close to end the listening to collections. */
  public static ProcessMeters bindTo(MeterRegistry meters) {
    ProcessMeters process = new ProcessMeters();
    process.collections.bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    return process;
  }

  @Override
  public void close() {
    collections.close();
  }
}
