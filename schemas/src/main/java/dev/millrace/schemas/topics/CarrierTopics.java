package dev.millrace.schemas.topics;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import java.util.List;

/** The topics between orders and carriers. */
record CarrierTopics(
    Topic<CarrierRequest> carrierRequests,
    Topic<CarrierResult> carrierResults,
    Topic<CarrierCallback> carrierCallbacks) {

  static CarrierTopics of(TopicFactory topics) {
    return new CarrierTopics(
        topics.passing(
            "gateways.carrier-requests.v1",
            CarrierRequest.class,
            "order id",
            "What carriers are asked to do."),
        topics.passing(
            "gateways.carrier-results.v1",
            CarrierResult.class,
            "order id",
            "What carriers did, and what they know of parcels."),
        topics.passing(
            "gateways.carrier-callbacks.v1",
            CarrierCallback.class,
            "parcel reference",
            "Where carriers say that there is something new to see."));
  }

  List<Topic<?>> all() {
    return List.of(carrierRequests, carrierResults, carrierCallbacks);
  }
}
