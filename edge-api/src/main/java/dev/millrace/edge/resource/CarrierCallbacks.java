package dev.millrace.edge.resource;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Problem;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.Map;

/**
 * What carriers report by themselves. Only where to look is taken from it, as from callbacks of
 * payment providers: the worker asks the carrier what has happened to the parcel.
 */
public final class CarrierCallbacks {

  /**
   * One carrier.
   *
   * @param parcel where its events have its own id of the parcel
   */
  public record Source(CallbackSender sender, JsonPointer parcel) {}

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
    JsonNode event = source.sender().read(call);
    String eventId = CallbackSender.text(event.path("id"));
    String parcel = CallbackSender.text(event.at(source.parcel()));
    if (eventId != null && parcel != null) {
      dispatch.publish(
          call,
          topics.carrierCallbacks(),
          parcel,
          new CarrierCallback(carrier, eventId, parcel, clock.instant()));
    }
    return Answer.empty(204);
  }
}
