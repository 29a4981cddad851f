package dev.millrace.edge.resource;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.gateways.CarrierCallback;
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
 * What carriers report by themselves. Only where to look is taken from it, as from callbacks of
 * payment providers: the worker asks the carrier what has happened to the parcel.
 */
public final class CarrierCallbacks {

  /** Larger callbacks are refused unread. */
  private static final int BODY_BYTES_MAX = 256 * 1024;

  private static final int TEXT_LENGTH_MAX = 300;

  /**
   * One carrier.
   *
   * @param parcel where its events have its own id of the parcel
   */
  public record Source(PaymentCallbacks.Source sender, JsonPointer parcel) {}

  private final Topics topics;
  private final Dispatch dispatch;
  private final Map<String, Source> sources;
  private final Clock clock;

  /**
   * @param sources by the carrier's name in the address
   */
  public CarrierCallbacks(
      Topics topics, Dispatch dispatch, Map<String, Source> sources, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.sources = Map.copyOf(sources);
    this.clock = clock;
  }

  /** POST /v1/callbacks/carriers/{carrier}. */
  public Answer receive(Call call) {
    String carrier = call.path("carrier");
    Source source = sources.get(carrier);
    if (source == null) {
      throw Problem.notFound("carrier").exception();
    }
    byte[] body = call.bytes(BODY_BYTES_MAX);
    String signature = call.header(source.sender().header());
    if (signature == null
        || !source.sender().signature().isOf(new String(body, StandardCharsets.UTF_8), signature)) {
      throw Problem.of(
              400, "invalid_signature", "The callback is not signed by the carrier, or too old.")
          .exception();
    }
    JsonNode event = Json.readObject(body);
    String eventId = text(event.path("id"));
    String parcel = text(event.at(source.parcel()));
    if (eventId != null && parcel != null) {
      dispatch.publish(
          call,
          topics.carrierCallbacks(),
          parcel,
          new CarrierCallback(carrier, eventId, parcel, clock.instant()));
    }
    return Answer.empty(204);
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.asText("");
    return node.isTextual() && !text.isBlank() && text.length() <= TEXT_LENGTH_MAX ? text : null;
  }
}
