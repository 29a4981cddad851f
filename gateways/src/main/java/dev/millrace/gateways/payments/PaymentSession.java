package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer and one transactional producer. Whatever has ended is committed in one transaction:
 * the results, and the offsets up to which nothing is open. A result may be committed before an
 * older one of the same partition; after a crash it comes again, and its order knows it already.
 *
 * <p>Threading: {@link #run} and {@link #close} on one thread; {@link #wakeUp} on any.
 */
final class PaymentSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PaymentSession.class);
  private static final Duration IDLE_POLL = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final String REASON = "dead-letter-reason";
  private static final String SOURCE = "dead-letter-source";

  /** What a call on a virtual thread ended with; no record when the worker is closing. */
  private record Ended(
      RequestQueue.Entry<Work> entry, @Nullable ProducerRecord<String, byte[]> output) {}

  private record Work(@Nullable PaymentRequest request, ConsumerRecord<String, byte[]> record) {}

  private final Topics topics;
  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final ProviderDialogue dialogue;
  private final @Nullable MeterRegistry meters;
  private final CountDownLatch closing;
  private final int queueMax;
  private final RequestQueue<Work> queue;
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private boolean paused;

  PaymentSession(
      PaymentWorkerConfig config,
      Topics topics,
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer,
      ProviderDialogue dialogue,
      @Nullable MeterRegistry meters,
      CountDownLatch closing) {
    this.topics = topics;
    this.consumer = consumer;
    this.producer = producer;
    this.dialogue = dialogue;
    this.meters = meters;
    this.closing = closing;
    this.queueMax = config.queueMax();
    this.queue = new RequestQueue<>(config.inFlightMax());
  }

  static PaymentSession open(
      PaymentWorkerConfig config,
      Topics topics,
      ProviderDialogue dialogue,
      @Nullable MeterRegistry meters,
      CountDownLatch closing) {
    Producer<String, byte[]> producer = PaymentClients.producer(config);
    return new PaymentSession(
        config, topics, PaymentClients.consumer(config), producer, dialogue, meters, closing);
  }

  /** Works until the worker closes or Kafka ends the session with an exception. */
  void run() {
    producer.initTransactions();
    consumer.subscribe(List.of(topics.paymentRequests().name()), new Rebalance());
    while (closing.getCount() > 0) {
      RuntimeException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      takeIn();
      startReady();
      commitEnded();
      startReady();
    }
    commitEnded();
  }

  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    calls.shutdownNow();
    try {
      consumer.close(CloseOptions.timeout(CLOSE_MAX));
    } finally {
      producer.close(CLOSE_MAX);
    }
  }

  private void takeIn() {
    boolean full = queue.size() >= queueMax;
    if (full && !paused) {
      consumer.pause(consumer.assignment());
      paused = true;
    } else if (paused && queue.size() <= queueMax / 2) {
      consumer.resume(consumer.paused());
      paused = false;
    }
    asleep.set(ended.isEmpty());
    try {
      // A call that ends from here on wakes the poll; one that ended before is seen by this check.
      Duration patience = ended.isEmpty() ? IDLE_POLL : Duration.ZERO;
      for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
        queue.add(entry(record));
      }
    } catch (WakeupException e) {
      LOG.trace("Woken: a call has ended, or the worker closes");
    } finally {
      asleep.set(false);
    }
  }

  private RequestQueue.Entry<Work> entry(ConsumerRecord<String, byte[]> record) {
    return new RequestQueue.Entry<>(
        new TopicPartition(record.topic(), record.partition()),
        record.offset(),
        record.key() == null ? "" : record.key(),
        new Work(read(record), record));
  }

  private @Nullable PaymentRequest read(ConsumerRecord<String, byte[]> record) {
    try {
      return topics
          .paymentRequests()
          .valueSerde()
          .deserializer()
          .deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      LOG.warn("A payment request at {} cannot be read", place(record), e);
      return null;
    }
  }

  private void startReady() {
    for (Optional<RequestQueue.Entry<Work>> next = queue.start();
        next.isPresent();
        next = queue.start()) {
      RequestQueue.Entry<Work> entry = next.get();
      var unused = calls.submit(() -> carryOut(entry));
    }
  }

  /** On a virtual thread. */
  private void carryOut(RequestQueue.Entry<Work> entry) {
    ProducerRecord<String, byte[]> output = null;
    try {
      output = output(entry.work());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalArgumentException e) {
      LOG.warn("A payment request at {} makes no sense", place(entry.work().record()), e);
      output = deadLetter(entry.work().record(), "malformed");
    } catch (RuntimeException e) {
      // Not the request's fault: the session ends, and the next one carries it out again.
      failure.compareAndSet(null, e);
    } finally {
      ended.add(new Ended(entry, output));
      if (asleep.compareAndSet(true, false)) {
        consumer.wakeup();
      }
    }
  }

  private @Nullable ProducerRecord<String, byte[]> output(Work work) throws InterruptedException {
    if (work.request() == null) {
      return deadLetter(work.record(), "unreadable");
    }
    Optional<PaymentResult> result = dialogue.carryOut(work.request());
    if (result.isEmpty()) {
      return null;
    }
    count(result.get());
    String topic = topics.paymentResults().name();
    return new ProducerRecord<>(
        topic,
        null,
        result.get().getAt().toEpochMilli(),
        result.get().getOrderId(),
        topics.paymentResults().valueSerde().serializer().serialize(topic, result.get()),
        MessageHeaders.passedOn(work.record().headers()));
  }

  private ProducerRecord<String, byte[]> deadLetter(
      ConsumerRecord<String, byte[]> record, String reason) {
    Headers headers = new RecordHeaders();
    for (Header header : record.headers()) {
      headers.add(header);
    }
    headers.add(REASON, reason.getBytes(StandardCharsets.UTF_8));
    headers.add(SOURCE, place(record).getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(
        Topics.deadLetters("gateways"), null, null, record.key(), record.value(), headers);
  }

  private void commitEnded() {
    List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>();
    boolean any = false;
    for (Ended one = ended.poll(); one != null; one = ended.poll()) {
      queue.ended(one.entry());
      if (one.output() != null && queue.isOwned(one.entry())) {
        outputs.add(one.output());
        queue.done(one.entry());
        any = true;
      }
    }
    if (!any) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> moved = queue.moved();
    producer.beginTransaction();
    for (ProducerRecord<String, byte[]> output : outputs) {
      // The commit fails if a send did.
      var unused = producer.send(output);
    }
    if (!moved.isEmpty()) {
      producer.sendOffsetsToTransaction(moved, consumer.groupMetadata());
    }
    // A failure ends the session: the next one aborts this transaction and starts where it began.
    producer.commitTransaction();
    queue.committed(moved);
  }

  private void count(PaymentResult result) {
    if (meters != null) {
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

  private static String place(ConsumerRecord<?, ?> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Newly assigned partitions are not paused, whatever the others are.
      paused = false;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitEnded();
      queue.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      queue.forget(partitions);
    }
  }
}
