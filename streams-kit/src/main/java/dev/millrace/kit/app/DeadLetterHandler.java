package dev.millrace.kit.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

  /** Message of the failure. */
  public static final String REASON = "dead-letter-reason";

  /** Class of the failure. */
  public static final String EXCEPTION = "dead-letter-exception";

  /** Where the record stood. */
  public static final String TOPIC = "dead-letter-topic";

  /** Decimal partition where the record stood. */
  public static final String PARTITION = "dead-letter-partition";

  /** Decimal offset where the record stood. */
  public static final String OFFSET = "dead-letter-offset";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);
  private static final int REASON_CHARACTERS_MAX = 500;
  private static final int CAUSES_MAX = 20;

  private String deadLetters = "";

  @Override
  public void configure(Map<String, ?> configs) {
    deadLetters =
        String.valueOf(configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
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
        reason(exception));
    return Response.resume(List.of(deadLetter(record, exception)));
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, Exception exception) {
    var headers = new RecordHeaders(record.headers().toArray());
    headers.add(REASON, bytes(reason(exception)));
    headers.add(EXCEPTION, bytes(root(exception).getClass().getName()));
    headers.add(TOPIC, bytes(record.topic()));
    headers.add(PARTITION, bytes(Integer.toString(record.partition())));
    headers.add(OFFSET, bytes(Long.toString(record.offset())));
    return new ProducerRecord<>(
        deadLetters, null, record.timestamp(), record.key(), record.value(), headers);
  }

  private static String reason(Exception exception) {
    String message = String.valueOf(root(exception).getMessage());
    return message.substring(0, Math.min(message.length(), REASON_CHARACTERS_MAX));
  }

  private static Throwable root(Throwable exception) {
    Throwable root = exception;
    for (int depth = 0; depth < CAUSES_MAX; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
