package dev.millrace.kit.app;

import dev.millrace.schemas.topics.DeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a record that cannot be read into the context's dead-letter topic, byte for byte, with the
 * reason in headers, in the transaction that skips it. A registry that cannot be asked is no fault
 * of the record: then the thread fails and the record is read again.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

  /** Setting: the {@link Runnable} to run for each record that is put aside, on any thread. */
  static final String COUNTER_KEY = "millrace.dead.letters.counter";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  private String deadLetters = "";
  private Runnable counter = () -> {};

  @Override
  public void configure(Map<String, ?> configs) {
    deadLetters =
        String.valueOf(configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
    if (configs.get(COUNTER_KEY) instanceof Runnable given) {
      counter = given;
    }
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (FailurePolicy.mayPass(exception)) {
      return Response.fail();
    }
    LOG.warn(
        "{}-{}@{} cannot be read and goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        deadLetters,
        DeadLetters.reason(exception));
    counter.run();
    return Response.resume(List.of(DeadLetters.of(deadLetters, record, exception)));
  }
}
