package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.DeadLetters;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
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
final class PaymentSession implements SessionKeeper.Session {

  private static final Logger LOG = LoggerFactory.getLogger(PaymentSession.class);
  private static final Duration IDLE_POLL = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final String CONTEXT = "gateways";

  /**
   * What a call on a virtual thread ended with.
   *
   * @param finished false when the worker is closing or failing: somebody will do it again
   * @param output none if there was nothing to say
   */
  private record Ended(
      RequestQueue.Entry<ConsumerRecord<String, byte[]>> entry,
      boolean finished,
      @Nullable ProducerRecord<String, byte[]> output) {}

  /** The result of a record's work, before it is known whose work it was. */
  private record Work(boolean finished, @Nullable ProducerRecord<String, byte[]> output) {
    static final Work LEFT = new Work(false, null);
  }

  private final Topics topics;
  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final ProviderDialogue dialogue;
  private final CallbackLook callbacks;
  private final MeterRegistry meters;
  private final Counter letters;
  private final CountDownLatch closing;
  private final int queueMax;
  private final RequestQueue<ConsumerRecord<String, byte[]>> queue;
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
      MeterRegistry meters,
      CountDownLatch closing) {
    this.topics = topics;
    this.consumer = consumer;
    this.producer = producer;
    this.dialogue = dialogue;
    this.callbacks = new CallbackLook(dialogue, meters);
    this.meters = meters;
    this.letters = meters.counter(DeadLetters.METER, DeadLetters.METER_CONTEXT, CONTEXT);
    this.closing = closing;
    this.queueMax = config.queueMax();
    this.queue = new RequestQueue<>(config.inFlightMax());
  }

  static PaymentSession open(
      PaymentWorkerConfig config,
      Topics topics,
      ProviderDialogue dialogue,
      MeterRegistry meters,
      CountDownLatch closing) {
    Producer<String, byte[]> producer = PaymentClients.producer(config);
    return new PaymentSession(
        config, topics, PaymentClients.consumer(config), producer, dialogue, meters, closing);
  }

  /** Works until the worker closes or Kafka ends the session with an exception. */
  @Override
  public void run() {
    producer.initTransactions();
    // Both have the same keys and partitions, and the default assignor gives a worker the same
    // partitions of both: the queue sees all of an order.
    consumer.subscribe(
        List.of(topics.paymentRequests().name(), topics.paymentCallbacks().name()),
        new Rebalance());
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

  @Override
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    calls.shutdownNow();
    try {
      // Others take over at once, although the member has a name to come back under.
      consumer.close(
          CloseOptions.timeout(CLOSE_MAX)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
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

  private static RequestQueue.Entry<ConsumerRecord<String, byte[]>> entry(
      ConsumerRecord<String, byte[]> record) {
    return new RequestQueue.Entry<>(
        new TopicPartition(record.topic(), record.partition()),
        record.offset(),
        record.key() == null ? "" : record.key(),
        record);
  }

  private void startReady() {
    for (var next = queue.start(); next.isPresent(); next = queue.start()) {
      var entry = next.get();
      var unused = calls.submit(() -> carryOut(entry));
    }
  }

  /** On a virtual thread. */
  private void carryOut(RequestQueue.Entry<ConsumerRecord<String, byte[]>> entry) {
    Work work = Work.LEFT;
    try {
      work = work(entry.work());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalArgumentException e) {
      work = new Work(true, deadLetter(entry.work(), e));
    } catch (RuntimeException e) {
      // Not the request's fault: the session ends, and the next one carries it out again.
      failure.compareAndSet(null, e);
    } finally {
      ended.add(new Ended(entry, work.finished(), work.output()));
      if (asleep.compareAndSet(true, false)) {
        consumer.wakeup();
      }
    }
  }

  private Work work(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    boolean isCallback = record.topic().equals(topics.paymentCallbacks().name());
    SpecificRecord value;
    try {
      value =
          isCallback
              ? read(topics.paymentCallbacks(), record)
              : read(topics.paymentRequests(), record);
    } catch (SerializationException e) {
      return new Work(true, deadLetter(record, e));
    }
    if (value instanceof PaymentCallback callback) {
      CallbackLook.Looked looked = callbacks.look(callback);
      return new Work(
          looked.finished(), looked.result().map(one -> output(record, one)).orElse(null));
    }
    return dialogue
        .carryOut((PaymentRequest) value)
        .map(one -> new Work(true, output(record, one)))
        .orElse(Work.LEFT);
  }

  private ProducerRecord<String, byte[]> output(
      ConsumerRecord<String, byte[]> cause, PaymentResult result) {
    count(result);
    String topic = topics.paymentResults().name();
    return new ProducerRecord<>(
        topic,
        null,
        result.getAt().toEpochMilli(),
        result.getOrderId(),
        topics.paymentResults().valueSerde().serializer().serialize(topic, result),
        MessageHeaders.passedOn(cause.headers()));
  }

  private static <V extends SpecificRecord> V read(
      Topic<V> topic, ConsumerRecord<String, byte[]> record) {
    V value = topic.valueSerde().deserializer().deserialize(record.topic(), record.value());
    if (value == null) {
      throw new SerializationException("expected a " + topic.type().getSimpleName());
    }
    return value;
  }

  private ProducerRecord<String, byte[]> deadLetter(
      ConsumerRecord<String, byte[]> record, RuntimeException failure) {
    String deadLetters = Topics.deadLetters(CONTEXT);
    LOG.warn(
        "{}-{}@{} cannot be carried out and goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        deadLetters,
        DeadLetters.reason(failure));
    letters.increment();
    return DeadLetters.of(deadLetters, record, failure);
  }

  private void commitEnded() {
    List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>();
    boolean any = false;
    for (Ended one = ended.poll(); one != null; one = ended.poll()) {
      queue.ended(one.entry());
      if (one.finished() && queue.isOwned(one.entry())) {
        if (one.output() != null) {
          outputs.add(one.output());
        }
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
    meters
        .counter(
            "millrace.payments",
            "operation",
            result.getOperation().name(),
            "outcome",
            result.getOutcome().name())
        .increment();
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
