package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.work.WorkRecords;
import dev.millrace.gateways.work.WorkSession;
import dev.millrace.gateways.work.WorkSession.Work;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the payment worker does: carries requests to the provider, and looks where callbacks point.
 *
 * <p>Threading: any thread.
 */
final class PaymentErrands implements WorkSession.Errands {

  private final Topics topics;
  private final ProviderDialogue dialogue;
  private final CallbackLook callbacks;
  private final MeterRegistry meters;

  PaymentErrands(Topics topics, ProviderDialogue dialogue, MeterRegistry meters) {
    this.topics = topics;
    this.dialogue = dialogue;
    this.callbacks = new CallbackLook(dialogue, meters);
    this.meters = meters;
  }

  @Override
  public List<String> topics() {
    return List.of(topics.paymentRequests().name(), topics.paymentCallbacks().name());
  }

  @Override
  public Work carryOut(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    if (record.topic().equals(topics.paymentCallbacks().name())) {
      PaymentCallback callback = WorkRecords.read(topics.paymentCallbacks(), record);
      CallbackLook.Looked looked = callbacks.look(callback);
      return new Work(
          looked.finished(), looked.result().map(one -> output(record, one)).orElse(null));
    }
    PaymentRequest request = WorkRecords.read(topics.paymentRequests(), record);
    return dialogue
        .carryOut(request)
        .map(one -> new Work(true, output(record, one)))
        .orElse(Work.LEFT);
  }

  private ProducerRecord<String, byte[]> output(
      ConsumerRecord<String, byte[]> cause, PaymentResult result) {
    count(result);
    return WorkRecords.result(
        cause, topics.paymentResults(), result.getOrderId(), result.getAt(), result);
  }

  private void count(PaymentResult result) {
    meters
        .counter(
            "millrace.payments",
            "operation",
            result.getOperation().name(),
            "outcome",
            result.getOutcome().name())
        .increment();
  }
}
