package dev.millrace.kit.run;

import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.ProcessMeters;
import dev.millrace.kit.query.QueryServer;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One context as a process of its own: settings from the environment, the registry, the
 * application, its query server, and an orderly end on SIGTERM.
 */
public final class StreamsProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsProcess.class);
  private static final int EXIT_FAILED = 1;

  private final HttpSchemaRegistry registry;
  private final ProcessMeters processMeters;
  private final StreamsApp app;
  private final QueryServer queries;

  private record ProcessConfig(
      StreamsAppConfig app, URI registry, int partitions, String queryHost, int queryPort) {

    static ProcessConfig from(Settings settings) {
      return new ProcessConfig(
          StreamsAppConfig.from(settings),
          URI.create(
              settings.text(
                  "MILLRACE_REGISTRY_URL",
                  "root of the schema registry's REST protocol",
                  "http://localhost:8080/apis/ccompat/v7",
                  "https?://[A-Za-z0-9._:/-]{1,300}",
                  "an http or https URL")),
          settings.integer(
              "MILLRACE_PARTITIONS", "partitions of every topic; never lower it", 48, 1, 1_000),
          settings.text(
              "MILLRACE_QUERY_HOST",
              "address that the query server listens on",
              "0.0.0.0",
              "[A-Za-z0-9.:_-]{1,255}",
              "a host or address"),
          settings.integer(
              "MILLRACE_QUERY_PORT", "port that the query server listens on", 7071, 1, 65_535));
    }
  }

  private StreamsProcess(Settings settings, BiFunction<Settings, Topics, StreamsModule> moduleOf) {
    ProcessConfig config = ProcessConfig.from(settings);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry = new HttpSchemaRegistry(config.registry());
    Topics topics = new Topics(registry, config.partitions());
    StreamsModule module = moduleOf.apply(settings, topics);
    settings.orThrow(module);
    settings
        .asked()
        .forEach(
            setting -> LOG.info("{}={} ({})", setting.name(), setting.value(), setting.meaning()));
    processMeters = ProcessMeters.bindTo(meters);
    app = StreamsApp.start(module, topics, config.app(), meters);
    queries =
        QueryServer.start(
            config.queryHost(), config.queryPort(), List.of(app), List.of(), topics, meters);
  }

  /**
   * Runs until the process is told to end, or the application ends by itself; then the process
   * exits with 1, for whoever watches it to start it anew.
   *
   * @param moduleOf reads the module's own settings and builds it, for example {@code (settings,
   *     topics) -> InventoryModule.of(InventoryConfig.from(settings), topics)}
   */
  public static void runFromEnvironment(BiFunction<Settings, Topics, StreamsModule> moduleOf) {
    StreamsProcess process = new StreamsProcess(new Settings(System.getenv()), moduleOf);
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "close"));
    KafkaStreams.State state = process.app.ended().toCompletableFuture().join();
    if (state == KafkaStreams.State.ERROR) {
      LOG.error("{} ended by itself", process.app.applicationId());
      System.exit(EXIT_FAILED);
    }
  }

  /** Queries end first, so that nobody is told of state that is closing. */
  @Override
  public void close() {
    queries.close();
    app.close();
    processMeters.close();
    registry.close();
  }
}
