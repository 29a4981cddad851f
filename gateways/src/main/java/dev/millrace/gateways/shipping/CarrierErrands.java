package dev.millrace.gateways.shipping;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.gateways.work.WorkRecords;
import dev.millrace.gateways.work.WorkSession;
import dev.millrace.gateways.work.WorkSession.Work;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the carrier worker does: carries requests to the carrier, and looks where callbacks point.
 *
 * <p>Threading: any thread.
 */
final class CarrierErrands implements WorkSession.Errands {

  private final Topics topics;
  private final CarrierDialogue dialogue;
  private final MeterRegistry meters;

  CarrierErrands(Topics topics, CarrierDialogue dialogue, MeterRegistry meters) {
    this.topics = topics;
    this.dialogue = dialogue;
    this.meters = meters;
  }

  @Override
  public List<String> topics() {
    return List.of(topics.carrierRequests().name(), topics.carrierCallbacks().name());
  }

  @Override
  public Work carryOut(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    if (record.topic().equals(topics.carrierCallbacks().name())) {
      CarrierCallback callback = WorkRecords.read(topics.carrierCallbacks(), record);
      if (!callback.getCarrier().equals(dialogue.carrierName())) {
        return new Work(true, null);
      }
      CarrierDialogue.Looked looked = dialogue.look(callback);
      return new Work(
          looked.finished(), looked.result().map(one -> output(record, one)).orElse(null));
    }
    Optional<CarrierResult> result =
        dialogue.carryOut(WorkRecords.read(topics.carrierRequests(), record));
    return result.map(one -> new Work(true, output(record, one))).orElse(Work.LEFT);
  }

  private ProducerRecord<String, byte[]> output(
      ConsumerRecord<String, byte[]> cause, CarrierResult result) {
    meters
        .counter(
            "millrace.carriers",
            "operation",
            result.getOperation().name(),
            "outcome",
            result.getOutcome().name())
        .increment();
    return WorkRecords.result(
        cause, topics.carrierResults(), result.getOrderId(), result.getAt(), result);
  }
}
