package dev.millrace.standalone.run;

import dev.millrace.edge.EdgeServer;
import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.gateways.payments.PaymentProvider;
import dev.millrace.gateways.payments.PaymentProviders;
import dev.millrace.gateways.payments.PaymentWorker;
import dev.millrace.gateways.shipping.Carrier;
import dev.millrace.gateways.shipping.CarrierWorker;
import dev.millrace.inventory.feed.StockFeed;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.kit.query.QueryServer;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.ProcessMeters;
import dev.millrace.orders.views.KafkaOrderLog;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.search.SearchNode;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.instance.Ports;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything in one process, started in the order in which the parts need one another. */
public final class Standalone implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

  private final DataFolder folder;
  private final Instance instance;
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  /** What runs, latest first: the order in which it is stopped. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private boolean closed;

  public Standalone(DataFolder folder, String host, Ports ports, PrintStream out) {
    this.folder = folder;
    this.out = out;
    this.instance = new Instance(ProcessHandle.current().pid(), host, ports, false);
  }

  /**
   * Starts everything and returns once it is ready.
   *
   * @param empty true to load no demo shop on a first start
   * @throws StartFailure naming the part that did not start
   */
  public void start(boolean empty) {
    folder.write(instance);
    var settings = new Settings(OwnSettings.of(folder, instance));
    Contexts contexts = settings.orThrow(Contexts.from(settings));
    RegistryKeeper schemas = startLogAndSchemas();
    var topics =
        step(
            "topics and schemas",
            () -> {
              var registry = new HttpSchemaRegistry(contexts.cluster().registryUrl());
              keep(registry::close);
              var catalogue = new Topics(registry, contexts.cluster().partitions());
              InstanceTopics.prepare(folder, contexts.cluster(), catalogue);
              return catalogue;
            });
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    keep(ProcessMeters.bindTo(meters)::close);
    List<StreamsApp> apps = step("contexts", () -> startContexts(contexts, topics, meters));
    StockFeed feed =
        step("stock feed", () -> StockFeed.start(contexts.stockFeed(), topics, meters));
    keep(feed);
    step(
        "gateways",
        () -> {
          PaymentProvider provider = PaymentProviders.open(contexts.payments(), Clock.systemUTC());
          keep(provider);
          keep(PaymentWorker.start(contexts.payments(), topics, provider, meters));
          Carrier carrier = CarrierWorker.carrier(contexts.carriers(), Clock.systemUTC());
          keep(carrier);
          keep(CarrierWorker.start(contexts.carriers(), topics, carrier, meters));
          return true;
        });
    step(
        "HTTP API",
        () -> {
          SearchNode search = contexts.startSearch(topics, meters);
          keep(search);
          keep(
              QueryServer.start(
                  instance.host(),
                  instance.ports().internal(),
                  apps,
                  List.of(search.companion(), schemas.companion(), feed.companion()),
                  topics,
                  meters));
          keep(EdgeServer.start(contexts.edge(), topics, meters, new LocalStateClient(apps)));
          return true;
        });
    awaitReady(apps);
    new FirstStart(folder, instance, topics, out).run(empty);
    folder.write(instance.becomeReady());
    Welcome.print(out, instance, folder, seconds());
  }

  private RegistryKeeper startLogAndSchemas() {
    // The two do not need each other, and both take their time.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var registry =
          CompletableFuture.supplyAsync(
              () ->
                  RegistryKeeper.start(
                      EmbeddedRegistry.Options.in(folder.registry())
                          .withHost(instance.host())
                          .withPort(instance.ports().registry())),
              threads);
      step(
          "Kafka",
          () -> {
            keep(
                EmbeddedBroker.start(
                    EmbeddedBroker.Options.in(folder.kafka())
                        .withHost(instance.host())
                        .withPort(instance.ports().kafka())));
            return true;
          });
      return step(
          "schema registry",
          () -> {
            RegistryKeeper keeper = registry.join();
            keep(keeper);
            return keeper;
          });
    }
  }

  private List<StreamsApp> startContexts(
      Contexts contexts, Topics topics, PrometheusMeterRegistry meters) {
    List<StreamsApp> apps = new ArrayList<>();
    KafkaOrderLog orderLog = contexts.orderLog(topics);
    keep(orderLog);
    for (StreamsModule module : contexts.modules(topics, orderLog)) {
      StreamsApp app = StreamsApp.start(module, topics, contexts.streams(), meters);
      app.ended()
          .thenAccept(
              state -> {
                if (!closed) {
                  LOG.error(
                      "{} ended by itself ({}); see above for the reason",
                      app.applicationId(),
                      state);
                }
              });
      keep(app);
      apps.add(app);
    }
    return apps;
  }

  private void awaitReady(List<StreamsApp> apps) {
    step(
        "ready",
        () -> {
          long deadlineNanos = System.nanoTime() + READY_MAX.toNanos();
          // What nobody waits for may go on reading its past after the start.
          List<StreamsApp> needed =
              apps.stream().filter(app -> !app.module().inBackground()).toList();
          while (!needed.stream().allMatch(StreamsApp::ready)) {
            for (StreamsApp app : needed) {
              if (!app.alive()) {
                throw new IllegalStateException(app.applicationId() + " ended: " + app.state());
              }
            }
            if (System.nanoTime() > deadlineNanos) {
              throw new IllegalStateException(
                  "after %d s still not running: %s"
                      .formatted(
                          READY_MAX.toSeconds(),
                          needed.stream()
                              .filter(app -> !app.ready())
                              .map(app -> app.applicationId() + " " + app.state())
                              .toList()));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
          }
          while (!edgeIsReady()) {
            if (System.nanoTime() > deadlineNanos) {
              throw new IllegalStateException("the HTTP API is not ready; ask it at /readyz");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
          }
          return true;
        });
  }

  private boolean edgeIsReady() {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(instance.edgeUrl() + "/readyz")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  private void keep(AutoCloseable part) {
    synchronized (running) {
      running.push(part);
    }
  }

  private <T> T step(String what, java.util.function.Supplier<T> start) {
    long begin = System.nanoTime();
    try {
      T result = start.get();
      out.printf("  %-20s %5.1f s%n", what, (System.nanoTime() - begin) / 1e9);
      return result;
    } catch (RuntimeException e) {
      LOG.error("{} did not start", what, e);
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartFailure(what + " did not start: " + cause.getMessage() + ".", e);
    }
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Stops everything, latest first; each part has its own bound. */
  @Override
  public void close() {
    closed = true;
    long begin = System.nanoTime();
    while (true) {
      AutoCloseable part;
      synchronized (running) {
        part = running.poll();
      }
      if (part == null) {
        break;
      }
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop in order", part.getClass().getSimpleName(), e);
      }
    }
    LOG.info("Stopped in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }
}
