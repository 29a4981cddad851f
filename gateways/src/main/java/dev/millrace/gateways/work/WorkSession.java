package dev.millrace.gateways.work;

import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.DeadLetters;
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
public final class WorkSession implements SessionKeeper.Session {

  private static final Logger LOG = LoggerFactory.getLogger(WorkSession.class);
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

  /**
   * The result of a record's work, before it is known whose work it was.
   *
   * @param finished false when the worker is closing: somebody will do it again
   * @param output none if there was nothing to say
   */
  public record Work(boolean finished, @Nullable ProducerRecord<String, byte[]> output) {

    /** The worker is closing, and the record is left as it is. */
    public static final Work LEFT = new Work(false, null);
  }

  /** What a worker does. */
  public interface Errands {

    /** Topics of the requests; all have the same keys, and as many partitions. */
    List<String> topics();

    /**
     * Carries out what a record asks for; on a virtual thread, which it may block.
     *
     * @throws SerializationException if it cannot be read; it goes to the dead letters
     * @throws IllegalArgumentException if it makes no sense; it goes there too
     */
    Work carryOut(ConsumerRecord<String, byte[]> record) throws InterruptedException;
  }

  /**
   * How a worker works.
   *
   * @param group the consumer group; never changes: offsets hang on it
   * @param instance identity of this worker, which survives its restarts
   * @param inFlightMax calls at a time
   * @param queueMax requests that wait for their turn before the worker stops reading
   */
  public record Terms(
      Brokers brokers, String group, String instance, int inFlightMax, int queueMax) {

    String clientId() {
      return group + "-" + instance;
    }
  }

  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final Errands errands;
  private final Counter letters;
  private final CountDownLatch closing;
  private final int queueMax;
  private final RequestQueue<ConsumerRecord<String, byte[]>> queue;
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private boolean paused;

  private WorkSession(
      Terms terms,
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer,
      Errands errands,
      MeterRegistry meters,
      CountDownLatch closing) {
    this.consumer = consumer;
    this.producer = producer;
    this.errands = errands;
    this.letters = meters.counter(DeadLetters.METER, DeadLetters.METER_CONTEXT, CONTEXT);
    this.closing = closing;
    this.queueMax = terms.queueMax();
    this.queue = new RequestQueue<>(terms.inFlightMax());
  }

  /**
   * Connects to Kafka.
   *
   * @param closing reaches 0 when the worker is to end
   */
  public static WorkSession open(
      Terms terms, Errands errands, MeterRegistry meters, CountDownLatch closing) {
    Producer<String, byte[]> producer = WorkClients.producer(terms);
    return new WorkSession(terms, WorkClients.consumer(terms), producer, errands, meters, closing);
  }

  /** Works until the worker closes or Kafka ends the session with an exception. */
  @Override
  public void run() {
    producer.initTransactions();
    // All have as many partitions, and the default assignor gives a worker the same partitions of
    // all: the queue sees all of a key.
    consumer.subscribe(errands.topics(), new Rebalance());
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
      work = errands.carryOut(entry.work());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalArgumentException | SerializationException e) {
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
