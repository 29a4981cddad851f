package dev.millrace.bench.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.load.Job;
import dev.millrace.bench.load.Outcome;
import dev.millrace.bench.load.Shot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Buys carts through HTTP: the same requests for both shops. */
public final class CheckoutClient implements AutoCloseable {

  /** The answer has come. */
  public static final String REPLY = "reply";

  /** The order stands: stock and money are there. */
  public static final String CONFIRMED = "confirmed";

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(40);
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";
  private static final int LOOKING_MAX = 64;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int TOO_MANY = 429;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final URI checkout;
  private final URI cart;

  public CheckoutClient(String baseUrl) {
    checkout = URI.create(baseUrl + "/v1/checkout");
    cart = URI.create(baseUrl + "/v1/cart");
  }

  /**
   * Each buyer looks at the cart, as shoppers do before they buy: a real shop has met the token of
   * everybody who comes to its checkout.
   *
   * @throws IllegalStateException if a cart is not shown
   */
  public void lookAtCarts(List<Buyer> buyers) throws InterruptedException {
    var room = new Semaphore(LOOKING_MAX);
    var refused = new AtomicReference<String>();
    for (Buyer buyer : buyers) {
      room.acquire();
      var request =
          HttpRequest.newBuilder(cart)
              .timeout(REQUEST_TIMEOUT)
              .header(AUTHORIZATION, BEARER + buyer.token())
              .build();
      var unused =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .whenComplete(
                  (response, failure) -> {
                    room.release();
                    if (failure != null) {
                      refused.set(failure.toString());
                    } else if (response.statusCode() != OK) {
                      refused.set(response.body());
                    }
                  });
    }
    room.acquire(LOOKING_MAX);
    if (refused.get() != null) {
      throw new IllegalStateException("a cart was not shown: " + refused.get());
    }
  }

  /**
   * Each request buys the next buyer's cart.
   *
   * @param confirmation completes with what became of an order that was placed
   */
  public Job job(List<Buyer> buyers, Function<String, CompletableFuture<Outcome>> confirmation) {
    return shot ->
        http.sendAsync(
                request(buyers.get(Math.toIntExact(shot.index()))),
                HttpResponse.BodyHandlers.ofByteArray())
            .thenCompose(response -> answered(shot, response, confirmation));
  }

  private HttpRequest request(Buyer buyer) {
    String body =
        """
        {"cart_id":"%s","shipping_address":{"name":"Ada Bench","line1":"1 Mill Lane","city":"Springfield",\
        "region":"IL","postal_code":"62701","country":"US"},"payment_method_id":"pm_card_visa",\
        "shipping_option_id":"standard"}\
        """
            .formatted(buyer.cartId());
    return HttpRequest.newBuilder(checkout)
        .timeout(REQUEST_TIMEOUT)
        .header(AUTHORIZATION, BEARER + buyer.token())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "buy-" + buyer.cartId())
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static CompletableFuture<Outcome> answered(
      Shot shot,
      HttpResponse<byte[]> response,
      Function<String, CompletableFuture<Outcome>> confirmation) {
    int status = response.statusCode();
    if (status != CREATED) {
      return CompletableFuture.completedFuture(
          status >= 400 && status < 500 && status != TOO_MANY
              ? new Outcome.Refused(text(response.body(), "code"))
              : new Outcome.Failed("http_" + status + " " + text(response.body(), "code")));
    }
    shot.mark(REPLY);
    return confirmation
        .apply(text(response.body(), "order_id"))
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Done) {
                shot.mark(CONFIRMED);
              }
              return outcome;
            });
  }

  private static String text(byte[] body, String field) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.path(field).asText("unnamed");
    } catch (IOException e) {
      return "unreadable_answer";
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
