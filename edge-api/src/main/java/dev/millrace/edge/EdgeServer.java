package dev.millrace.edge;

import com.fasterxml.jackson.core.JsonPointer;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.edge.auth.CallbackSignature;
import dev.millrace.edge.auth.EasyPostSignature;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.edge.bus.CommandBus;
import dev.millrace.edge.bus.HotSkus;
import dev.millrace.edge.bus.KafkaCommandBus;
import dev.millrace.edge.bus.KafkaHotSkus;
import dev.millrace.edge.bus.KafkaOrderLogEnd;
import dev.millrace.edge.bus.KafkaOrderWatch;
import dev.millrace.edge.bus.OrderLogEnd;
import dev.millrace.edge.bus.OrderWatch;
import dev.millrace.edge.http.JettyProblems;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Pipeline;
import dev.millrace.edge.http.RateLimiter;
import dev.millrace.edge.http.Route;
import dev.millrace.edge.resource.BackInStock;
import dev.millrace.edge.resource.Buckets;
import dev.millrace.edge.resource.CallbackSender;
import dev.millrace.edge.resource.CarrierCallbacks;
import dev.millrace.edge.resource.CartView;
import dev.millrace.edge.resource.Carts;
import dev.millrace.edge.resource.Checkout;
import dev.millrace.edge.resource.Contract;
import dev.millrace.edge.resource.Credit;
import dev.millrace.edge.resource.Dispatch;
import dev.millrace.edge.resource.Exchanges;
import dev.millrace.edge.resource.Guests;
import dev.millrace.edge.resource.Health;
import dev.millrace.edge.resource.Inventory;
import dev.millrace.edge.resource.Ledger;
import dev.millrace.edge.resource.Movements;
import dev.millrace.edge.resource.OffersResource;
import dev.millrace.edge.resource.OrderCare;
import dev.millrace.edge.resource.OrderEdits;
import dev.millrace.edge.resource.OrderExceptions;
import dev.millrace.edge.resource.OrderLists;
import dev.millrace.edge.resource.OrderPast;
import dev.millrace.edge.resource.OrderStream;
import dev.millrace.edge.resource.Orders;
import dev.millrace.edge.resource.PaymentCallbacks;
import dev.millrace.edge.resource.PricesNow;
import dev.millrace.edge.resource.Products;
import dev.millrace.edge.resource.Quotes;
import dev.millrace.edge.resource.Reads;
import dev.millrace.edge.resource.Returns;
import dev.millrace.edge.resource.Search;
import dev.millrace.edge.resource.Shipments;
import dev.millrace.edge.resource.StockHistory;
import dev.millrace.edge.resource.StockRequests;
import dev.millrace.edge.resource.Terms;
import dev.millrace.edge.state.HttpSearchClient;
import dev.millrace.edge.state.HttpStateClient;
import dev.millrace.edge.state.SearchClient;
import dev.millrace.edge.state.StateClient;
import dev.millrace.schemas.topics.Topics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running edge. {@link #close} lets requests that are under way end, within a bound. */
public final class EdgeServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(3);
  private static final Duration IDLE_MAX = Duration.ofSeconds(40);
  private static final int METRICS_BACKLOG = 16;

  /** What the edge talks to; closed with it. */
  public record Parts(
      CommandBus bus,
      StateClient state,
      SearchClient search,
      OrderWatch watch,
      HotSkus hotSkus,
      OrderLogEnd orderLogEnd,
      OrderStream.Pace streamPace) {}

  private final Javalin http;
  private final Parts parts;
  private final CartView cartView;
  private final OrderStream orderStream;
  private final List<Route> routes;
  private final @Nullable HttpServer metrics;
  private final CompletableFuture<String> ended;

  /** Starts an edge on a real log and real contexts. None of them needs to be up yet. */
  public static EdgeServer start(EdgeConfig config, Topics topics, MeterRegistry meters) {
    return start(config, topics, meters, new HttpStateClient(topics.registry(), config.states()));
  }

  /** The same with another way to read the contexts' state; it is closed with the edge. */
  public static EdgeServer start(
      EdgeConfig config, Topics topics, MeterRegistry meters, StateClient states) {
    var ended = new CompletableFuture<String>();
    int pendingMax = config.waits().pendingMax();
    var bus =
        new KafkaCommandBus(
            topics,
            config.brokers(),
            config.replies(),
            config.waits().deliveryMax(),
            pendingMax,
            ended::complete);
    Gauge.builder("millrace.edge.pending", bus, KafkaCommandBus::pendingCount)
        .description("Requests that wait for the outcome of their command")
        .register(meters);
    URI search = config.states().getOrDefault(EdgeConfig.SEARCH, URI.create("http://127.0.0.1:9"));
    var parts =
        new Parts(
            bus,
            states,
            new HttpSearchClient(search),
            new KafkaOrderWatch(topics, config.brokers(), pendingMax, ended::complete),
            new KafkaHotSkus(topics, config.brokers(), ended::complete),
            new KafkaOrderLogEnd(topics, config.brokers()),
            OrderStream.Pace.USUAL);
    return new EdgeServer(config, topics, meters, Clock.systemUTC(), parts, ended);
  }

  /** Starts an edge on these parts. */
  public static EdgeServer start(
      EdgeConfig config, Topics topics, MeterRegistry meters, Clock clock, Parts parts) {
    return new EdgeServer(config, topics, meters, clock, parts, new CompletableFuture<>());
  }

  private EdgeServer(
      EdgeConfig config,
      Topics topics,
      MeterRegistry meters,
      Clock clock,
      Parts parts,
      CompletableFuture<String> ended) {
    this.parts = parts;
    this.ended = ended;
    Tokens tokens = Tokens.signedBy(config.tokens().keyFile(), clock);
    EdgeConfig.Waits waits = config.waits();
    var dispatch = new Dispatch(parts.bus(), waits.outcome(), waits.deliveryMax().plusSeconds(1));
    var reads = new Reads(parts.state());
    this.cartView = new CartView(reads, clock);
    var stockHistory = new StockHistory(reads, clock);
    var orderPast = new OrderPast(reads, clock);
    this.orderStream =
        new OrderStream(reads, orderPast, parts.watch(), parts.streamPace(), waits.streamsMax());
    var quotes = new Quotes(topics, dispatch, reads, clock);
    var prices = new PricesNow(quotes);
    var stock = new StockRequests(topics, dispatch, clock);
    var orders = new Orders(topics, dispatch, reads, orderPast, parts.watch(), clock);
    var orderLists = new OrderLists(topics, reads, parts.orderLogEnd());
    this.routes =
        Routes.of(
            new Routes.Resources(
                new Health(parts.bus(), parts.state(), parts.search()),
                new Contract(),
                new Guests(tokens, config.tokens().timeToLive()),
                new Products(topics, dispatch, reads, clock),
                new Search(parts.search()),
                new BackInStock(stock, reads),
                new Inventory(stock, reads, stockHistory, parts.hotSkus()),
                new Movements(stock),
                new Terms(stock),
                new Buckets(stock),
                stockHistory,
                new OffersResource(topics, dispatch, reads, clock),
                quotes,
                new Carts(topics, dispatch, reads, cartView, clock),
                new Checkout(topics, dispatch, reads, quotes, clock),
                orders,
                new Returns(orders, reads, new Exchanges(reads, prices)),
                new OrderCare(orders),
                new OrderEdits(orders, reads, prices),
                new OrderExceptions(orderLists),
                orderLists,
                orderPast,
                orderStream,
                new Shipments(topics, dispatch, reads, clock),
                new PaymentCallbacks(topics, dispatch, sources(config.callbacks(), clock), clock),
                new CarrierCallbacks(topics, dispatch, carriers(config.callbacks(), clock), clock),
                new Ledger(topics, reads, parts.orderLogEnd()),
                new Credit(topics, dispatch, reads, tokens, clock)));
    var pipeline = new Pipeline(tokens, new RateLimiter(System::nanoTime), config.quotas(), meters);
    this.http = Javalin.create(javalin -> configure(javalin, pipeline));
    this.metrics = startMetrics(config.metrics(), meters);
    http.start(config.http().host(), config.http().port());
    LOG.info("The edge listens on {}:{}", config.http().host(), http.port());
  }

  /** Completes with the reason when a part of it has ended by itself, and never otherwise. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  /** The port that the edge took. */
  public int port() {
    return http.port();
  }

  /** The port of /metrics; -1 when there is none. */
  public int metricsPort() {
    return metrics == null ? -1 : metrics.getAddress().getPort();
  }

  /** Every operation, for the test that holds them against the contract. */
  List<Route> routes() {
    return routes;
  }

  @Override
  public void close() {
    orderStream.close();
    try {
      http.stop();
    } catch (JavalinException e) {
      // Jetty gives connections that never end their chance and then ends them; so do we.
      LOG.info("Some connections did not end by themselves within {}", STOP_MAX);
    }
    if (metrics != null) {
      metrics.stop(0);
    }
    cartView.close();
    parts.bus().close();
    parts.watch().close();
    parts.hotSkus().close();
    parts.orderLogEnd().close();
    parts.state().close();
    parts.search().close();
  }

  /** The providers whose callbacks can be checked. */
  private static Map<String, CallbackSender> sources(EdgeConfig.Callbacks callbacks, Clock clock) {
    Map<String, CallbackSender> sources = new HashMap<>();
    callbacks
        .stripeSecret()
        .ifPresent(
            secret -> sources.put("stripe", source("Stripe-Signature", secret, callbacks, clock)));
    callbacks
        .sandboxSecret()
        .ifPresent(
            secret ->
                sources.put("sandbox", source("Sandbox-Signature", secret, callbacks, clock)));
    return sources;
  }

  /** The carriers whose callbacks can be checked. */
  private static Map<String, CarrierCallbacks.Source> carriers(
      EdgeConfig.Callbacks callbacks, Clock clock) {
    Map<String, CarrierCallbacks.Source> carriers = new HashMap<>();
    callbacks
        .sandboxSecret()
        .ifPresent(
            secret ->
                carriers.put(
                    "sandbox",
                    new CarrierCallbacks.Source(
                        source("Sandbox-Signature", secret, callbacks, clock),
                        JsonPointer.compile("/parcel"))));
    callbacks
        .easyPostSecret()
        .ifPresent(
            secret ->
                carriers.put(
                    "easypost",
                    new CarrierCallbacks.Source(
                        new CallbackSender("X-Hmac-Signature", new EasyPostSignature(secret)),
                        JsonPointer.compile("/result/shipment_id"))));
    return carriers;
  }

  private static CallbackSender source(
      String header, String secret, EdgeConfig.Callbacks callbacks, Clock clock) {
    return new CallbackSender(header, new CallbackSignature(secret, callbacks.tolerance(), clock));
  }

  private void configure(JavalinConfig javalin, Pipeline pipeline) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.concurrency.useVirtualThreads = true;
    javalin.http.prefer405over404 = true;
    javalin.http.maxRequestSize = Json.BODY_BYTES_MAX;
    javalin.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyProblems());
          server.setStopTimeout(STOP_MAX.toMillis());
        });
    javalin.jetty.modifyHttpConfiguration(
        jetty -> {
          jetty.setSendServerVersion(false);
          jetty.setRequestHeaderSize(16_384);
          jetty.setIdleTimeout(IDLE_MAX.toMillis());
        });
    for (Route route : routes) {
      javalin.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method()),
          route.path(),
          context -> pipeline.handle(context, route));
    }
    javalin.routes.exception(
        HttpResponseException.class, (e, context) -> pipeline.handleUnrouted(context, e));
    javalin.routes.exception(Exception.class, (e, context) -> pipeline.handleFault(context, e));
  }

  private static @Nullable HttpServer startMetrics(EdgeConfig.Listen at, MeterRegistry meters) {
    if (at.port() < 0 || !(meters instanceof PrometheusMeterRegistry prometheus)) {
      return null;
    }
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(at.host(), at.port()), METRICS_BACKLOG);
      server.createContext(
          "/metrics",
          exchange -> {
            byte[] body = prometheus.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve metrics on %s:%d".formatted(at.host(), at.port()), e);
    }
  }
}
