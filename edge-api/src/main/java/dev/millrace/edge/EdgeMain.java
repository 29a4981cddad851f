package dev.millrace.edge;

import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.ClusterConnection;
import dev.millrace.launch.run.ProcessMeters;
import dev.millrace.launch.run.RunningProcess;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Runs the edge as a process of its own. */
public final class EdgeMain {

  private EdgeMain() {}

  public static void main(String[] args) {
    RunningProcess.run(EdgeMain::start);
  }

  /** Starts the edge in the process. */
  public static void start(RunningProcess process, Settings settings) {
    Cluster cluster = Cluster.from(settings);
    EdgeConfig config = EdgeConfig.from(settings);
    process.acceptSettings(settings);
    var connection = ClusterConnection.of(cluster, process);
    connection.requireTopics();
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    process.keep(ProcessMeters.bindTo(meters));
    EdgeServer edge = process.keep(EdgeServer.start(config, connection.topics(), meters));
    edge.ended().thenAccept(process::endBecause);
  }
}
