package dev.millrace.bench.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.postgres.CheckoutTransactions.Placed;
import dev.millrace.bench.postgres.CheckoutTransactions.Refusal;
import dev.millrace.bench.postgres.CheckoutTransactions.Request;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The edge of the shop on PostgreSQL: the same request and answer as ours, on the same web server.
 */
final class ShopServer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CheckoutTransactions transactions;
  private final ShopTokens tokens;
  private final Javalin server;

  ShopServer(CheckoutTransactions transactions, ShopTokens tokens) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.post("/v1/checkout", this::checkout);
            });
  }

  /** Serves on a free port of this machine only, and says which. */
  int start() {
    server.start("127.0.0.1", 0);
    return server.port();
  }

  void stop() {
    server.stop();
  }

  private void checkout(Context context) throws IOException, SQLException {
    Optional<String> customer = tokens.customer(context.header("Authorization"));
    if (customer.isEmpty()) {
      refuse(context, 401, "unauthorized");
      return;
    }
    String key = context.header("Idempotency-Key");
    if (key != null) {
      Optional<String> before = transactions.answered(key);
      if (before.isPresent()) {
        context.header("Idempotent-Replayed", "true");
        context.status(201).contentType("application/json").result(before.get());
        return;
      }
    }
    Request request = request(context, customer.get(), key);
    try {
      Placed placed = transactions.place(request);
      String reference = authorize(placed);
      String answer = answer(placed);
      transactions.confirm(request, placed, reference, answer);
      context.status(201).contentType("application/json").result(answer);
    } catch (Refusal e) {
      refuse(context, 422, String.valueOf(e.getMessage()));
    }
  }

  private static Request request(Context context, String customerId, @Nullable String key)
      throws IOException {
    byte[] bytes = context.bodyAsBytes();
    JsonNode body = JSON.readTree(bytes);
    return new Request(
        customerId,
        body.path("cart_id").asText(),
        body.path("shipping_address").toString(),
        body.path("payment_method_id").asText(),
        body.path("shipping_option_id").asText(),
        key == null ? UUID.randomUUID().toString() : key,
        fingerprint(bytes));
  }

  /** A provider in this process that always agrees, at once. */
  private static String authorize(Placed placed) {
    return "auth_" + placed.orderId();
  }

  private static String answer(Placed placed) throws IOException {
    long total = placed.totalMinor();
    var answer =
        JSON.createObjectNode()
            .put("checkout_id", placed.orderId())
            .put("order_id", placed.orderId())
            .put("status", "confirmed")
            .put("currency", CheckoutTransactions.CURRENCY);
    answer
        .putObject("order_preview_total")
        .put("amount", "%d.%02d".formatted(total / 100, total % 100))
        .put("currency", CheckoutTransactions.CURRENCY)
        .put("minor_units", total);
    return JSON.writeValueAsString(answer);
  }

  private static void refuse(Context context, int status, String code) throws IOException {
    context
        .status(status)
        .contentType("application/problem+json")
        .result(
            JSON.writeValueAsString(
                JSON.createObjectNode().put("status", status).put("code", code)));
  }

  private static String fingerprint(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
