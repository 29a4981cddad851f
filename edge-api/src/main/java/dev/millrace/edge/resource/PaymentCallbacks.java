package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.edge.auth.CallbackProof;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What payment providers report by themselves. Only where to look is taken from it: the order, the
 * request that began the promise, the provider's id of it. Nothing is written before the signature
 * is known to be the provider's, and the provider is told that it arrived only when the log has it,
 * so that it sends again what was lost.
 */
public final class PaymentCallbacks {

  /** Larger callbacks are refused unread. */
  private static final int BODY_BYTES_MAX = 256 * 1024;

  private static final int TEXT_LENGTH_MAX = 300;

  /**
   * One provider.
   *
   * @param header that carries the signature
   */
  public record Source(String header, CallbackProof signature) {}

  private final Topics topics;
  private final Dispatch dispatch;
  private final Map<String, Source> sources;
  private final Clock clock;

  /**
   * @param sources by the provider's name in the address
   */
  public PaymentCallbacks(
      Topics topics, Dispatch dispatch, Map<String, Source> sources, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.sources = Map.copyOf(sources);
    this.clock = clock;
  }

  /** POST /v1/callbacks/payments/{provider}. */
  public Answer receive(Call call) {
    String provider = call.path("provider");
    Source source = sources.get(provider);
    if (source == null) {
      throw Problem.notFound("provider").exception();
    }
    byte[] body = call.bytes(BODY_BYTES_MAX);
    String signature = call.header(source.header());
    if (signature == null
        || !source.signature().isOf(new String(body, StandardCharsets.UTF_8), signature)) {
      throw Problem.of(
              400, "invalid_signature", "The callback is not signed by the provider, or too old.")
          .exception();
    }
    PaymentCallback callback = read(provider, Json.readObject(body));
    if (callback != null) {
      dispatch.publish(call, topics.paymentCallbacks(), callback.getOrderId(), callback);
    }
    return Answer.empty(204);
  }

  /** Null for events that are not about an order's promise of money: accounts are shared. */
  private @Nullable PaymentCallback read(String provider, JsonNode event) {
    JsonNode object = event.at("/data/object");
    String eventId = text(event.path("id"));
    String eventType = text(event.path("type"));
    String orderId = text(object.at("/metadata/order_id"));
    String requestId = text(object.at("/metadata/request_id"));
    // A charge names the intent that it belongs to; an intent is one itself.
    String reference = text(object.path("payment_intent"));
    if (reference == null) {
      reference = text(object.path("id"));
    }
    if (eventId == null
        || eventType == null
        || orderId == null
        || requestId == null
        || reference == null) {
      return null;
    }
    return new PaymentCallback(
        provider, eventId, eventType, orderId, requestId, reference, clock.instant());
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.asText("");
    return node.isTextual() && !text.isBlank() && text.length() <= TEXT_LENGTH_MAX ? text : null;
  }
}
