package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.topics.Topics;
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

  private final Topics topics;
  private final Dispatch dispatch;
  private final Map<String, CallbackSender> sources;
  private final Clock clock;

  /**
   * @param sources by the provider's name in the address
   */
  public PaymentCallbacks(
      Topics topics, Dispatch dispatch, Map<String, CallbackSender> sources, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.sources = Map.copyOf(sources);
    this.clock = clock;
  }

  /** POST /v1/callbacks/payments/{provider}. */
  public Answer receive(Call call) {
    String provider = call.path("provider");
    CallbackSender source = sources.get(provider);
    if (source == null) {
      throw Problem.notFound("provider").exception();
    }
    PaymentCallback callback = read(provider, source.read(call));
    if (callback != null) {
      dispatch.publish(call, topics.paymentCallbacks(), callback.getOrderId(), callback);
    }
    return Answer.empty(204);
  }

  /** Null for events that are not about an order's promise of money: accounts are shared. */
  private @Nullable PaymentCallback read(String provider, JsonNode event) {
    JsonNode object = event.at("/data/object");
    String eventId = CallbackSender.text(event.path("id"));
    String eventType = CallbackSender.text(event.path("type"));
    String orderId = CallbackSender.text(object.at("/metadata/order_id"));
    String requestId = CallbackSender.text(object.at("/metadata/request_id"));
    // A charge names the intent that it belongs to; an intent is one itself.
    String reference = CallbackSender.text(object.path("payment_intent"));
    if (reference == null) {
      reference = CallbackSender.text(object.path("id"));
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
}
