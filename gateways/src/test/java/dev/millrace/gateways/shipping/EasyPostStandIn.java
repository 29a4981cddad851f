package dev.millrace.gateways.shipping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers as EasyPost does where labels can tell: shipments that are found by id and by reference,
 * bought once and given back; no idempotency keys, so what is created twice is there twice; and
 * faults on request.
 *
 * <p>Threading: any thread.
 */
final class EasyPostStandIn implements AutoCloseable {

  /** What goes wrong with the next request whose method and path end so. */
  enum Fault {
    /** 429; nothing was done. */
    TOO_MANY_REQUESTS,
    /** 500 before anything was done. */
    FAILS_BEFORE,
    /** 500 after it was done. */
    FAILS_AFTER,
    /** Done, and the answer comes after {@link #release}. */
    HELD_AFTER,
    /** Done, and the connection breaks. */
    BREAKS_AFTER,
    /** Done, and the body comes a while after the headers. */
    BODY_LATER,
    /** A proxy's page in place of JSON; nothing was done. */
    NO_JSON,
    /** The carrier behind it did not answer; nothing was done. */
    NO_RESPONSE,
    /** The account is empty; nothing was done. */
    CANNOT_PAY
  }

  private record Reply(int status, byte[] body) {}

  /** A shipment's whole state. */
  static final class Shipment {
    final String id;
    final String reference;
    final JsonNode asked;
    String rateId = "";
    int purchases;
    String refundStatus = "";
    final List<String[]> scans = new ArrayList<>();

    Shipment(String id, String reference, JsonNode asked) {
      this.id = id;
      this.reference = reference;
      this.asked = asked;
    }
  }

  static final String KEY = "EZTK_of_a_stand_in_only";

  /** To where nothing goes. */
  static final String REFUSED = "00000";

  /** To where no carrier has a rate. */
  static final String NO_RATE = "00009";

  /** The carrier does not sell its label. */
  static final String NOT_SOLD = "00008";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Shipment> shipments = new LinkedHashMap<>();
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private CountDownLatch held = new CountDownLatch(1);
  private byte[] pdf =
      ("%PDF-1.4\n" + "% a label\n".repeat(50)).getBytes(StandardCharsets.US_ASCII);
  private String refundAnswer = "submitted";
  private int made;

  EasyPostStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The next request whose method and path end so fails like this, once. */
  synchronized void failNext(String end, Fault fault) {
    faults.put(end, fault);
  }

  /** What is held is answered; what comes after is held anew. */
  synchronized void release() {
    held.countDown();
    held = new CountDownLatch(1);
  }

  synchronized void giveLabels(byte[] bytes) {
    pdf = bytes.clone();
  }

  synchronized void answerRefunds(String status) {
    refundAnswer = status;
  }

  synchronized List<Shipment> shipments(String reference) {
    return shipments.values().stream().filter(one -> one.reference.equals(reference)).toList();
  }

  synchronized int purchases(String reference) {
    return shipments(reference).stream().mapToInt(one -> one.purchases).sum();
  }

  /** The carrier has scanned a parcel. */
  synchronized void scan(String reference, String status, String detail, String at) {
    shipments(reference).getFirst().scans.add(new String[] {status, detail, at});
  }

  /** Methods and paths so far. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Fault fault;
    Reply reply;
    CountDownLatch gate;
    synchronized (this) {
      requests.add(method + " " + path);
      gate = held;
      fault = takeFault(method + " " + path);
      reply =
          path.startsWith("/labels/")
              ? label(exchange, fault)
              : isOurs(exchange) ? reply(method, path, body, fault) : error(401, "UNAUTHORIZED");
    }
    if (fault == Fault.HELD_AFTER) {
      await(gate, 10_000);
    }
    if (fault == Fault.BREAKS_AFTER) {
      exchange.sendResponseHeaders(200, reply.body().length + 1);
      exchange.getResponseBody().write(reply.body());
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    if (fault == Fault.BODY_LATER) {
      exchange.getResponseBody().flush();
      await(new CountDownLatch(1), 100);
    }
    exchange.getResponseBody().write(reply.body());
    exchange.close();
  }

  private static void await(CountDownLatch gate, long timeoutMs) {
    try {
      gate.await(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOurs(HttpExchange exchange) {
    return ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private @Nullable Fault takeFault(String request) {
    for (String end : faults.keySet()) {
      if (request.endsWith(end)) {
        return faults.remove(end);
      }
    }
    return null;
  }

  private Reply label(HttpExchange exchange, @Nullable Fault fault) {
    if (exchange.getRequestHeaders().getFirst("Authorization") != null) {
      throw new IllegalStateException("the key was told to a store of files");
    }
    return fault == null ? new Reply(200, pdf) : new Reply(503, new byte[0]);
  }

  private Reply reply(String method, String path, byte[] body, @Nullable Fault fault)
      throws IOException {
    switch (fault) {
      case TOO_MANY_REQUESTS -> {
        return error(429, "RATE_LIMITED");
      }
      case FAILS_BEFORE -> {
        return error(500, "INTERNAL_SERVER_ERROR");
      }
      case NO_JSON -> {
        return new Reply(502, "<html>Bad Gateway</html>".getBytes(StandardCharsets.UTF_8));
      }
      case NO_RESPONSE -> {
        return error(422, "SHIPMENT.POSTAGE.NO_RESPONSE");
      }
      case CANNOT_PAY -> {
        return error(402, "INSUFFICIENT_FUNDS");
      }
      case null, default -> {
        Reply done = done(method, path.substring("/v2/shipments".length()), body);
        return fault == Fault.FAILS_AFTER ? error(500, "INTERNAL_SERVER_ERROR") : done;
      }
    }
  }

  private Reply done(String method, String rest, byte[] body) throws IOException {
    if (rest.isEmpty()) {
      return create(JSON.readTree(body).path("shipment"));
    }
    String[] parts = rest.substring(1).split("/", -1);
    Shipment shipment = find(parts[0]);
    if (shipment == null) {
      return error(404, "NOT_FOUND");
    }
    if (method.equals("GET")) {
      return ok(shipment);
    }
    return switch (parts[1]) {
      case "rerate" -> ok(shipment);
      case "buy" -> buy(shipment, JSON.readTree(body).at("/rate/id").asText());
      case "refund" -> refund(shipment);
      default -> error(404, "NOT_FOUND");
    };
  }

  private @Nullable Shipment find(String idOrReference) {
    Shipment byId = shipments.get(idOrReference);
    return byId != null
        ? byId
        : shipments(idOrReference).stream().reduce((first, second) -> second).orElse(null);
  }

  private Reply create(JsonNode asked) throws IOException {
    if (!asked.at("/options/label_format").asText().equals("PDF")
        || !asked.at("/from_address/id").asText().startsWith("adr_")
        || asked.at("/parcel/weight").asDouble() <= 0) {
      return error(422, "PARAMETER.REQUIRED");
    }
    if (asked.at("/to_address/zip").asText().equals(REFUSED)) {
      return error(422, "ADDRESS.VERIFY.FAILURE");
    }
    var shipment =
        new Shipment("shp_%032x".formatted(++made), asked.path("reference").asText(), asked);
    shipments.put(shipment.id, shipment);
    return ok(shipment);
  }

  private Reply buy(Shipment shipment, String rateId) throws IOException {
    if (shipment.purchases > 0) {
      return error(422, "SHIPMENT.POSTAGE.EXISTS");
    }
    if (!rateId.startsWith("rate_")
        || shipment.asked.at("/to_address/zip").asText().equals(NOT_SOLD)) {
      return error(422, "SHIPMENT.POSTAGE.FAILURE");
    }
    shipment.purchases++;
    shipment.rateId = rateId;
    return ok(shipment);
  }

  private Reply refund(Shipment shipment) throws IOException {
    if (shipment.purchases == 0) {
      return error(422, "SHIPMENT.REFUND.UNAVAILABLE");
    }
    shipment.refundStatus = refundAnswer;
    return ok(shipment);
  }

  private Reply ok(Shipment shipment) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", shipment.id).put("object", "Shipment").put("reference", shipment.reference);
    json.put("created_at", "2026-01-01T00:00:00Z").put("mode", "test");
    ArrayNode rates = json.putArray("rates");
    if (!shipment.asked.at("/to_address/zip").asText().equals(NO_RATE)) {
      rate(rates, "rate_2", "USPS", "Priority", "12.90", "USD").put("est_delivery_days", 2);
      rate(rates, "rate_1", "USPS", "GroundAdvantage", "7.58", "USD").put("delivery_days", 4);
      rate(rates, "rate_3", "UPS", "NextDayAir", "45.005", "USD")
          .put("delivery_date", "2026-01-02T18:00:00Z");
      rate(rates, "rate_4", "Elsewhere", "Odd", "1.00", "ZZZ");
    }
    if (shipment.purchases > 0) {
      for (JsonNode rate : rates) {
        if (rate.path("id").asText().equals(shipment.rateId)) {
          json.set("selected_rate", rate);
        }
      }
      json.put("tracking_code", "94" + shipment.id.substring(20));
      json.putObject("postage_label")
          .put("id", "pl_1")
          .put("label_file_type", "application/pdf")
          .put("label_url", url() + "/labels/" + shipment.id + ".pdf")
          .putNull("label_pdf_url");
      ArrayNode details = json.putObject("tracker").put("id", "trk_1").putArray("tracking_details");
      for (String[] scan : shipment.scans) {
        details
            .addObject()
            .put("status", scan[0])
            .put("status_detail", scan[1])
            .put("datetime", scan[2])
            .put("message", "scanned: " + scan[0]);
      }
    }
    if (!shipment.refundStatus.isEmpty()) {
      json.put("refund_status", shipment.refundStatus);
    }
    return new Reply(200, JSON.writeValueAsBytes(json));
  }

  private static ObjectNode rate(
      ArrayNode rates, String id, String carrier, String service, String amount, String currency) {
    return rates
        .addObject()
        .put("id", id)
        .put("carrier", carrier)
        .put("service", service)
        .put("rate", amount)
        .put("currency", currency);
  }

  private static Reply error(int status, String code) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("error").put("code", code).put("message", "it went wrong").putArray("errors");
    return new Reply(status, json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
