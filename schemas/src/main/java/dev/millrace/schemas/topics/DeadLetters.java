package dev.millrace.schemas.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What is put aside because it cannot be read: the record's own bytes under its own key, with
 * headers that say why and where it stood.
 */
public final class DeadLetters {

  /** Message of the failure, at most 500 characters. */
  public static final String REASON = "dead-letter-reason";

  /** Class of the failure. */
  public static final String EXCEPTION = "dead-letter-exception";

  /** Topic where the record stood. */
  public static final String TOPIC = "dead-letter-topic";

  /** Decimal partition where the record stood. */
  public static final String PARTITION = "dead-letter-partition";

  /** Decimal offset where the record stood. */
  public static final String OFFSET = "dead-letter-offset";

  /**
   * Counter of the records that a context has put aside. One whose transaction is aborted is
   * counted again when it is read again.
   */
  public static final String METER = "millrace.dead.letters";

  /** Tag of {@link #METER}: the context that could not read. */
  public static final String METER_CONTEXT = "context";

  private static final int REASON_CHARACTERS_MAX = 500;
  private static final int CAUSES_MAX = 20;

  private DeadLetters() {}

  /**
   * The record to write.
   *
   * @param topic of {@link Topics#deadLetters}
   * @param failure its innermost cause is what the headers tell
   */
  public static <K> ProducerRecord<K, byte[]> of(
      String topic, ConsumerRecord<K, byte[]> record, Throwable failure) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    headers.add(REASON, bytes(reason(failure)));
    headers.add(EXCEPTION, bytes(root(failure).getClass().getName()));
    headers.add(TOPIC, bytes(record.topic()));
    headers.add(PARTITION, bytes(Integer.toString(record.partition())));
    headers.add(OFFSET, bytes(Long.toString(record.offset())));
    @Nullable Long timestamp = record.timestamp() < 0 ? null : record.timestamp();
    return new ProducerRecord<>(topic, null, timestamp, record.key(), record.value(), headers);
  }

  /** The message of the innermost cause, bounded. */
  public static String reason(Throwable failure) {
    String message = String.valueOf(root(failure).getMessage());
    return message.substring(0, Math.min(message.length(), REASON_CHARACTERS_MAX));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
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
