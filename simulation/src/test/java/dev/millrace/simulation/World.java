package dev.millrace.simulation;

import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.customers.CustomersConfig;
import dev.millrace.customers.CustomersModule;
import dev.millrace.gateways.payments.SimulatedPayments;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersModule;
import dev.millrace.orders.accounts.AccountsModule;
import dev.millrace.schemas.registry.TrustedRecords;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.simulation.Wires.Lane;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Sent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The processes, what is on its way between them, and the time. Whoever drives it decides what
 * happens next; nothing happens by itself.
 */
final class World implements AutoCloseable {

  static {
    TrustedRecords.trust();
  }

  /** Longer than any search for overdue holds takes: what it ends must not hang on the machine. */
  private static final Map<String, String> INVENTORY_SETTINGS =
      Map.of("MILLRACE_INVENTORY_SWEEP_WORK_MAX", "1s");

  static final OrdersConfig ORDERS =
      OrdersConfig.from(
          new Settings(
              Map.of(
                  "MILLRACE_ORDERS_FRAUD_COUNTRY", "true",
                  "MILLRACE_ORDERS_RETURN_APPROVAL", "STAFF",
                  "MILLRACE_ORDERS_RETURN_ARRIVES_WITHIN", "10m",
                  "MILLRACE_ORDERS_RETURN_RESTOCKING_FEE", "1333",
                  "MILLRACE_ORDERS_RETURN_SHIPPING_FEE", "77")));

  private final Map<Process, Flow> flows = new EnumMap<>(Process.class);
  private final Path journal = newDirectory();
  private final SimulatedPayments payments = new SimulatedPayments(journal, Flow.START);
  private final Map<String, Process> readers;
  private final Topics topics;
  private final Wires wires = new Wires();
  private final RunLog log = new RunLog();
  private final Books books = new Books();
  private Instant now = Flow.START;
  private long steps;

  World() {
    flows.put(Process.ORDERS, Flow.inMemory(topics -> OrdersModule.of(ORDERS, topics).topology()));
    var inventory = InventoryConfig.from(new Settings(INVENTORY_SETTINGS));
    flows.put(
        Process.INVENTORY,
        Flow.inMemory(topics -> InventoryModule.of(inventory, topics).topology()));
    var customers = CustomersConfig.from(new Settings(Map.of()));
    flows.put(
        Process.CUSTOMERS,
        Flow.inMemory(topics -> CustomersModule.of(customers, topics).topology()));
    flows.put(Process.ACCOUNTS, Flow.inMemory(topics -> AccountsModule.of(topics).topology()));
    topics = flow(Process.ORDERS).topics();
    readers = Process.readers(topics);
  }

  Topics topics() {
    return topics;
  }

  Wires wires() {
    return wires;
  }

  Books books() {
    return books;
  }

  RunLog log() {
    return log;
  }

  Instant now() {
    return now;
  }

  /** Deliveries, kills and moments so far. */
  long steps() {
    return steps;
  }

  /** Who reads the lane's topic. */
  Process readerOf(Lane lane) {
    return Optional.ofNullable(readers.get(lane.topic())).orElseThrow();
  }

  /** Sends a command as an edge that waits for the reply. */
  <V extends SpecificRecord> void ask(Topic<V> topic, String key, V command, String commandId) {
    var headers = new RecordHeaders();
    headers.add(HeaderNames.REPLY_PARTITION, new byte[] {(byte) '0'});
    books.asked(commandId);
    publish(new Sent<>(topic, key, command, headers, now), now);
  }

  /** Something that nobody waits for an answer to. */
  <V extends SpecificRecord> void tell(Topic<V> topic, String key, V value) {
    publish(new Sent<>(topic, key, value, new RecordHeaders(), now), now);
  }

  /** Processes the first message of a lane; what follows from it is on its way then. */
  void deliver(Lane lane) {
    deliver(lane, Trouble.NONE);
    wires.removeFirst(lane);
  }

  /** The same, and the message comes again: it was sent twice, or its offset was not committed. */
  void deliverAndKeep(Lane lane) {
    deliver(lane, Trouble.NONE);
  }

  /** The payment worker carries out its first request of a lane over a bad line. */
  void deliver(Lane lane, Trouble trouble, boolean resultLost) {
    if (resultLost) {
      step("lose result", lane);
      payments.carryOut(request(lane), trouble, now);
      entered(lane, trouble);
    } else {
      deliver(lane, trouble);
      wires.removeFirst(lane);
    }
  }

  private void deliver(Lane lane, Trouble trouble) {
    step("deliver", lane);
    Process reader = readerOf(lane);
    if (reader == Process.PAYMENTS) {
      pay(lane, trouble);
    } else {
      Flow flow = flow(reader).bring(wires.first(lane).sent());
      publish(flow.takeEverything());
    }
  }

  private void pay(Lane lane, Trouble trouble) {
    PaymentResult result = payments.carryOut(request(lane), trouble, now);
    entered(lane, trouble);
    publish(
        new Sent<>(
            topics.paymentResults(),
            result.getOrderId(),
            result,
            new RecordHeaders(),
            result.getAt()),
        result.getAt());
  }

  private void entered(Lane lane, Trouble trouble) {
    boolean inDoubt = trouble == Trouble.UNREACHABLE || trouble == Trouble.SILENT;
    books.money(lane.key(), inDoubt, payments.charges());
  }

  private PaymentRequest request(Lane lane) {
    return (PaymentRequest) wires.first(lane).sent().value();
  }

  /** Kills a process between two of its steps; it starts again at once. */
  void kill(Process process) {
    step("kill", process);
    process.asStreams().ifPresent(one -> flow(one).restart());
  }

  /** Lets time pass; deadlines pass with it. */
  void pass(Duration duration) {
    step("pass", duration);
    now = now.plus(duration);
    for (Flow flow : flows.values()) {
      publish(flow.after(duration).takeEverything());
    }
  }

  /**
   * Delivers everything that is on its way, oldest first, and lets time pass as far as messages are
   * held back.
   *
   * @throws IllegalStateException if that does not come to an end
   */
  void drain() {
    for (int deliveries = 0; deliveries < 100_000; deliveries++) {
      Optional<Lane> oldest = wires.oldest(now);
      if (oldest.isPresent()) {
        deliver(oldest.get());
        continue;
      }
      Optional<Instant> next = wires.nextArrival();
      if (next.isEmpty()) {
        return;
      }
      pass(Duration.between(now, next.get()));
    }
    throw new IllegalStateException("messages lead to messages without end");
  }

  private void publish(List<Sent<?>> all) {
    all.forEach(sent -> publish(sent, now));
  }

  private void publish(Sent<?> sent, Instant notBefore) {
    log.record(sent);
    books.enter(sent);
    if (readers.containsKey(sent.topic().name())) {
      wires.send(sent, notBefore);
    }
  }

  private void step(String what, Object about) {
    log.step(what, about);
    steps++;
  }

  private Flow flow(Process process) {
    return Optional.ofNullable(flows.get(process)).orElseThrow();
  }

  @Override
  public void close() {
    flows.values().forEach(Flow::close);
    payments.close();
    try (var left = Files.walk(journal)) {
      left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("world");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
