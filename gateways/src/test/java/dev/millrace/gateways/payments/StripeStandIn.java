package dev.millrace.gateways.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers as Stripe does where payments can tell: keys remembered with their answers, errors too;
 * intents that are confirmed, captured and cancelled once; a search that lags; and faults on
 * request.
 *
 * <p>Threading: any thread.
 */
final class StripeStandIn implements AutoCloseable {

  /** What goes wrong with the next request whose path ends so. */
  enum Fault {
    /** 429; nothing was done and nothing is remembered. */
    TOO_MANY_REQUESTS,
    /** 500 before anything was done, remembered under the key. */
    FAILS_BEFORE,
    /** 500 after it was done, remembered under the key. */
    FAILS_AFTER,
    /** Done, and the answer comes after the caller has gone. */
    SLOW_AFTER,
    /** A proxy's page in place of JSON; nothing was done. */
    NO_JSON
  }

  private record Remembered(String request, StripeWire.Reply reply) {}

  /** An intent's whole state. */
  static final class Intent {
    final String id;
    final long amountMinor;
    final String currency;
    final Map<String, String> metadata;
    String status = "requires_payment_method";
    long receivedMinor;
    boolean charged;
    boolean multicapture;
    @Nullable String lastError;
    @Nullable String returnUrl;

    Intent(String id, long amountMinor, String currency, Map<String, String> metadata) {
      this.id = id;
      this.amountMinor = amountMinor;
      this.currency = currency;
      this.metadata = metadata;
    }
  }

  record Refunded(String id, String intentId, long amountMinor, Map<String, String> metadata) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Remembered> remembered = new TreeMap<>();
  private final Map<String, Intent> intents = new LinkedHashMap<>();
  private final List<Refunded> refunds = new ArrayList<>();
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private boolean searchLags;
  private int made;

  StripeStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The next request whose path ends so fails like this, once. */
  synchronized void failNext(String pathEnd, Fault fault) {
    faults.put(pathEnd, fault);
  }

  synchronized void letSearchLag(boolean lags) {
    searchLags = lags;
  }

  /** As if a day had passed. */
  synchronized void forgetKeys() {
    remembered.clear();
  }

  synchronized List<Intent> intents() {
    return List.copyOf(intents.values());
  }

  synchronized List<Refunded> refunds() {
    return List.copyOf(refunds);
  }

  /** Methods and paths so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** The shopper has passed the bank's check, or failed it. */
  synchronized void authenticate(String promiseKey, boolean passed) {
    Intent intent = byPromise(promiseKey);
    if (!intent.status.equals("requires_action")) {
      throw new IllegalStateException("nothing to do for the shopper at " + intent.status);
    }
    if (passed) {
      promise(intent);
    } else {
      decline(intent, "payment_intent_authentication_failure");
    }
  }

  synchronized Intent byPromise(String promiseKey) {
    return intents.values().stream()
        .filter(one -> promiseKey.equals(one.metadata.get("request_id")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/v1/".length());
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> form = StripeWire.form(method.equals("GET") ? query : body);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    Fault fault;
    StripeWire.Reply reply;
    synchronized (this) {
      requests.add(method + " " + path);
      fault = takeFault(path);
      reply = reply(method, path, form, key, fault);
    }
    if (fault == Fault.SLOW_AFTER) {
      try {
        closing.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private @Nullable Fault takeFault(String path) {
    for (String end : faults.keySet()) {
      if (path.endsWith(end)) {
        return faults.remove(end);
      }
    }
    return null;
  }

  private StripeWire.Reply reply(
      String method,
      String path,
      Map<String, String> form,
      @Nullable String key,
      @Nullable Fault fault) {
    if (fault == Fault.TOO_MANY_REQUESTS) {
      return StripeWire.error(429, "invalid_request_error", "rate_limit", null, null);
    }
    if (fault == Fault.NO_JSON) {
      return new StripeWire.Reply(502, "<html>Bad Gateway</html>");
    }
    if (method.equals("GET") || key == null) {
      return fault == Fault.FAILS_BEFORE ? StripeWire.ownError() : done(method, path, form);
    }
    String request = path + form;
    Remembered before = remembered.get(key);
    if (before != null) {
      return before.request().equals(request)
          ? before.reply()
          : StripeWire.error(400, "idempotency_error", null, null, null);
    }
    StripeWire.Reply reply =
        fault == Fault.FAILS_BEFORE ? StripeWire.ownError() : done(method, path, form);
    if (fault == Fault.FAILS_AFTER) {
      reply = StripeWire.ownError();
    }
    remembered.put(key, new Remembered(request, reply));
    return reply;
  }

  private StripeWire.Reply done(String method, String path, Map<String, String> form) {
    String[] parts = path.split("/", -1);
    boolean post = method.equals("POST");
    if (parts[0].equals("refunds")) {
      return post ? refund(form) : listRefunds(form);
    }
    if (parts.length == 1) {
      return create(form);
    }
    if (parts[1].equals("search")) {
      return search(form);
    }
    Intent intent = intents.get(parts[1]);
    if (intent == null) {
      return StripeWire.error(404, "invalid_request_error", "resource_missing", "intent", null);
    }
    if (parts.length == 2) {
      return StripeWire.ok(StripeWire.json(intent));
    }
    return switch (parts[2]) {
      case "confirm" -> confirm(intent, form);
      case "capture" -> capture(intent, form);
      case "cancel" -> cancel(intent);
      default -> StripeWire.error(404, "invalid_request_error", "resource_missing", null, null);
    };
  }

  private StripeWire.Reply create(Map<String, String> form) {
    long amountMinor = Long.parseLong(form.getOrDefault("amount", "0"));
    if (amountMinor < 50) {
      return StripeWire.error(400, "invalid_request_error", "amount_too_small", "amount", null);
    }
    if (!"manual".equals(form.get("capture_method"))) {
      throw new IllegalStateException("money would be taken at once");
    }
    var intent =
        new Intent(
            "pi_" + ++made,
            amountMinor,
            form.getOrDefault("currency", ""),
            StripeWire.metadata(form));
    intent.multicapture =
        "if_available".equals(form.get("payment_method_options[card][request_multicapture]"));
    intents.put(intent.id, intent);
    return StripeWire.ok(StripeWire.json(intent));
  }

  private StripeWire.Reply confirm(Intent intent, Map<String, String> form) {
    if (!intent.status.equals("requires_payment_method")) {
      return StripeWire.unexpectedState();
    }
    intent.returnUrl = form.get("return_url");
    return switch (form.getOrDefault("payment_method", "")) {
      case "pm_card_visa" -> {
        promise(intent);
        yield StripeWire.ok(StripeWire.json(intent));
      }
      case "pm_card_authenticationRequired" -> {
        intent.status = "requires_action";
        intent.lastError = null;
        yield StripeWire.ok(StripeWire.json(intent));
      }
      case "pm_card_chargeDeclined" -> declined(intent, "generic_decline");
      case "pm_card_chargeDeclinedInsufficientFunds" -> declined(intent, "insufficient_funds");
      case "pm_card_chargeDeclinedStolenCard" -> declined(intent, "stolen_card");
      default ->
          StripeWire.error(
              400, "invalid_request_error", "resource_missing", "payment_method", null);
    };
  }

  private StripeWire.Reply capture(Intent intent, Map<String, String> form) {
    if (!intent.status.equals("requires_capture")) {
      return StripeWire.unexpectedState();
    }
    long amountMinor =
        Long.parseLong(form.getOrDefault("amount_to_capture", "" + intent.amountMinor));
    if (amountMinor > intent.amountMinor - intent.receivedMinor) {
      return StripeWire.error(
          400, "invalid_request_error", "amount_too_large", "amount_to_capture", null);
    }
    boolean isFinal = !"false".equals(form.get("final_capture"));
    boolean onlyReleases = amountMinor == 0 && isFinal && intent.receivedMinor > 0;
    if (!isFinal && !intent.multicapture || amountMinor == 0 && !onlyReleases) {
      return StripeWire.error(400, "invalid_request_error", null, "final_capture", null);
    }
    intent.status = isFinal ? "succeeded" : "requires_capture";
    intent.receivedMinor += amountMinor;
    intent.metadata.putAll(StripeWire.metadata(form));
    return StripeWire.ok(StripeWire.json(intent));
  }

  private StripeWire.Reply cancel(Intent intent) {
    if (intent.status.equals("succeeded") || intent.status.equals("canceled")) {
      return StripeWire.unexpectedState();
    }
    if (intent.receivedMinor > 0) {
      throw new IllegalStateException("what is taken in part is released, not cancelled");
    }
    intent.status = "canceled";
    return StripeWire.ok(StripeWire.json(intent));
  }

  private StripeWire.Reply refund(Map<String, String> form) {
    Intent intent = intents.get(form.getOrDefault("payment_intent", ""));
    if (intent == null || !intent.charged) {
      return StripeWire.error(400, "invalid_request_error", null, null, null);
    }
    if (!intent.status.equals("succeeded") && intent.receivedMinor == 0) {
      throw new IllegalStateException("this refund would give up the promise");
    }
    long amountMinor = Long.parseLong(form.getOrDefault("amount", "0"));
    long givenBackMinor =
        refunds.stream()
            .filter(one -> one.intentId().equals(intent.id))
            .mapToLong(Refunded::amountMinor)
            .sum();
    if (givenBackMinor == intent.receivedMinor) {
      return StripeWire.error(400, "invalid_request_error", "charge_already_refunded", null, null);
    }
    if (amountMinor > intent.receivedMinor - givenBackMinor) {
      return StripeWire.error(400, "invalid_request_error", null, "amount", null);
    }
    var refund = new Refunded("re_" + ++made, intent.id, amountMinor, StripeWire.metadata(form));
    refunds.add(refund);
    return StripeWire.ok(StripeWire.json(refund));
  }

  private StripeWire.Reply listRefunds(Map<String, String> form) {
    return StripeWire.list(
        refunds.stream()
            .filter(one -> one.intentId().equals(form.get("payment_intent")))
            .map(StripeWire::json)
            .toList());
  }

  private StripeWire.Reply search(Map<String, String> form) {
    return StripeWire.list(
        intents.values().stream()
            .filter(one -> !searchLags)
            .filter(
                one ->
                    form.getOrDefault("query", "")
                        .equals("metadata['request_id']:'" + one.metadata.get("request_id") + "'"))
            .map(StripeWire::json)
            .toList());
  }

  private static void promise(Intent intent) {
    intent.status = "requires_capture";
    intent.charged = true;
    intent.lastError = null;
  }

  private static void decline(Intent intent, String code) {
    intent.status = "requires_payment_method";
    intent.lastError = code;
  }

  private static StripeWire.Reply declined(Intent intent, String code) {
    decline(intent, code);
    intent.charged = true;
    return StripeWire.error(402, "card_error", "card_declined", null, code);
  }
}
