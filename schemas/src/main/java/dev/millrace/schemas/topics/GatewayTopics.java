package dev.millrace.schemas.topics;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import java.util.List;

/** The topics between orders and payment providers. */
record GatewayTopics(
    Topic<PaymentRequest> paymentRequests,
    Topic<PaymentResult> paymentResults,
    Topic<PaymentCallback> paymentCallbacks) {

  static GatewayTopics of(TopicFactory topics) {
    return new GatewayTopics(
        topics.passing(
            "gateways.payment-requests.v1",
            PaymentRequest.class,
            "order id",
            "What payment providers are asked to do."),
        topics.passing(
            "gateways.payment-results.v1",
            PaymentResult.class,
            "order id",
            "What payment providers did."),
        topics.passing(
            "gateways.payment-callbacks.v1",
            PaymentCallback.class,
            "order id",
            "Where payment providers say that there is something new to see."));
  }

  List<Topic<?>> all() {
    return List.of(paymentRequests, paymentResults, paymentCallbacks);
  }
}
