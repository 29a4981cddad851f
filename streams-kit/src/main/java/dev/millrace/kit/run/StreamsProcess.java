package dev.millrace.kit.run;

import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.kit.query.Companion;
import dev.millrace.kit.query.QueryAddress;
import dev.millrace.kit.query.QueryServer;
import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.ClusterConnection;
import dev.millrace.launch.run.ProcessMeters;
import dev.millrace.launch.run.RunningProcess;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What a process that runs a context, or works for the contexts, has in common with the others: the
 * way to the cluster, the application if it has one, what runs beside it, and the query server.
 */
public final class StreamsProcess {

  /** Something that runs beside an application, such as a search index. */
  @FunctionalInterface
  public interface Beside {

    /** Starts it, keeps it in the process and says how it is asked. */
    Companion start(RunningProcess process, Topics topics, MeterRegistry meters);
  }

  private StreamsProcess() {}

  /**
   * Starts a context in the process.
   *
   * @param settings from which the module's own have been read already
   * @param module builds it, for example {@code topics -> InventoryModule.of(config, topics)}
   * @param besides what else the process runs
   */
  public static void start(
      RunningProcess process,
      Settings settings,
      Function<Topics, StreamsModule> module,
      Beside... besides) {
    StreamsAppConfig config = StreamsAppConfig.from(settings);
    var host = Host.of(process, settings);
    StreamsApp app =
        process.keep(
            StreamsApp.start(module.apply(host.topics()), host.topics(), config, host.meters));
    app.ended()
        .thenAccept(
            state -> {
              if (state == KafkaStreams.State.ERROR) {
                process.endBecause(app.applicationId() + " ended by itself");
              }
            });
    host.serve(List.of(app), List.of(besides));
  }

  /** Starts what is no context, but answers health and metrics like one. */
  public static void startBeside(RunningProcess process, Settings settings, Beside beside) {
    Host.of(process, settings).serve(List.of(), List.of(beside));
  }

  /** The process, connected and measured. */
  private record Host(
      RunningProcess process,
      ClusterConnection connection,
      QueryAddress address,
      PrometheusMeterRegistry meters) {

    static Host of(RunningProcess process, Settings settings) {
      Cluster cluster = Cluster.from(settings);
      QueryAddress address = QueryAddress.from(settings);
      process.acceptSettings(settings);
      var connection = ClusterConnection.of(cluster, process);
      connection.requireTopics();
      var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      process.keep(ProcessMeters.bindTo(meters));
      return new Host(process, connection, address, meters);
    }

    Topics topics() {
      return connection.topics();
    }

    /** Queries end first, so that nobody is told of state that is closing. */
    void serve(List<StreamsApp> apps, List<Beside> besides) {
      List<Companion> companions =
          besides.stream().map(beside -> beside.start(process, topics(), meters)).toList();
      process.keep(
          QueryServer.start(address.host(), address.port(), apps, companions, topics(), meters));
    }
  }
}
