package dev.millrace.simulation;

import dev.millrace.customers.CustomersConfig;
import dev.millrace.customers.CustomersModule;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersModule;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.pricing.PricingConfig;
import dev.millrace.pricing.PricingModule;
import dev.millrace.schemas.registry.TrustedRecords;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.simulation.Wires.Lane;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  static final OrdersConfig ORDERS = orders(Capture.ON_CONFIRMATION);

  /** What a worker did last may not be committed when it dies; no more than this is tried here. */
  private static final int UNCOMMITTED_MAX = 6;

  private record Done(Lane lane, Wires.Waiting message) {}

  private final Map<Process, Flow> flows = new EnumMap<>(Process.class);
  private final Map<Process, Deque<Done>> uncommitted = new EnumMap<>(Process.class);
  private final Map<Process, Map<String, Sent<?>>> rows = new EnumMap<>(Process.class);
  private final Workers workers;
  private final Map<String, Process> readers;
  private final Set<String> tables;
  private final Topics topics;
  private final Wires wires = new Wires();
  private final RunLog log = new RunLog();
  private final Books books;
  private Instant now = Flow.START;
  private long steps;

  World() {
    this(Capture.ON_CONFIRMATION);
  }

  /** One in which promised money is taken at other times. */
  World(Capture capture) {
    books = new Books(capture);
    OrdersConfig orders = orders(capture);
    flows.put(Process.ORDERS, Flow.inMemory(topics -> OrdersModule.of(orders, topics).topology()));
    var inventory = InventoryConfig.from(new Settings(INVENTORY_SETTINGS));
    flows.put(
        Process.INVENTORY,
        Flow.inMemory(topics -> InventoryModule.of(inventory, topics).topology()));
    var customers = CustomersConfig.from(new Settings(Map.of()));
    flows.put(
        Process.CUSTOMERS,
        Flow.inMemory(topics -> CustomersModule.of(customers, topics).topology()));
    var pricing = PricingConfig.from(new Settings(Map.of()));
    flows.put(
        Process.PRICING, Flow.inMemory(topics -> PricingModule.of(pricing, topics).topology()));
    topics = flow(Process.ORDERS).topics();
    readers = Process.readers(topics);
    tables = Process.tables(topics);
    workers = new Workers(topics, books);
  }

  private static OrdersConfig orders(Capture capture) {
    return OrdersConfig.from(
        new Settings(
            Map.of(
                "MILLRACE_ORDERS_CAPTURE", capture.name(),
                "MILLRACE_ORDERS_FRAUD_COUNTRY", "true",
                "MILLRACE_ORDERS_RETURN_APPROVAL", "STAFF",
                "MILLRACE_ORDERS_RETURN_ARRIVES_WITHIN", "10m",
                "MILLRACE_ORDERS_RETURN_RESTOCKING_FEE", "1333",
                "MILLRACE_ORDERS_RETURN_SHIPPING_FEE", "77")));
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
    deliver(lane, Trouble.NONE, false);
  }

  /** The same, and the message comes again: it was sent twice, or its offset was not committed. */
  void deliverAndKeep(Lane lane) {
    deliver(lane, Trouble.NONE);
  }

  /** A worker carries out the first request of a lane over a bad line. */
  void deliver(Lane lane, Trouble trouble, boolean resultLost) {
    if (resultLost) {
      step("lose result", lane);
      var unused = workers.carryOut(wires.first(lane).sent(), trouble, now);
      return;
    }
    Instant ended = deliver(lane, trouble);
    Wires.Waiting done = wires.removeFirst(lane);
    if (readerOf(lane).asStreams().isEmpty()) {
      remember(new Done(lane, done));
      if (ended.isAfter(now)) {
        // Until then the worker is busy with it, and has one request of an order at a time.
        wires.holdBack(lane, ended);
      }
    }
  }

  /**
   * @return when that has ended
   */
  private Instant deliver(Lane lane, Trouble trouble) {
    step("deliver", lane);
    Process reader = readerOf(lane);
    if (reader.asStreams().isPresent()) {
      Flow flow = flow(reader).bring(wires.first(lane).sent());
      publish(reader, flow.takeEverything());
      return now;
    }
    Optional<Sent<?>> result = workers.carryOut(wires.first(lane).sent(), trouble, now);
    result.ifPresent(sent -> publish(sent, sent.at()));
    return result.map(Sent::at).orElse(now);
  }

  private void remember(Done done) {
    Deque<Done> latest =
        uncommitted.computeIfAbsent(readerOf(done.lane()), none -> new ArrayDeque<>());
    latest.addLast(done);
    if (latest.size() > UNCOMMITTED_MAX) {
      latest.removeFirst();
    }
  }

  /** What workers have done so far does not come again. */
  void commitOffsets() {
    uncommitted.clear();
  }

  /**
   * Kills a process between two of its steps; it starts again at once. A worker begins again with
   * requests whose offsets were not committed, although their results were heard of.
   */
  void kill(Process process) {
    step("kill", process);
    if (process.asStreams().isPresent()) {
      flow(process).restart();
      rows.getOrDefault(process, Map.of()).values().forEach(row -> flow(process).bring(row));
      // Nothing follows from a row but what whoever died has written.
      flow(process).takeEverything();
    }
    Deque<Done> again = uncommitted.remove(process);
    while (again != null && !again.isEmpty()) {
      Done latest = again.removeLast();
      wires.putBack(latest.lane(), latest.message());
    }
  }

  /** Lets time pass; deadlines pass with it. */
  void pass(Duration duration) {
    step("pass", duration);
    now = now.plus(duration);
    flows.forEach((process, flow) -> publish(process, flow.after(duration).takeEverything()));
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

  private void publish(Process from, List<Sent<?>> all) {
    for (Sent<?> sent : all) {
      enter(sent);
      // The driver of a topology brings it what it wrote to itself.
      if (readers.get(sent.topic().name()) != from) {
        send(sent, now);
      }
    }
  }

  private void publish(Sent<?> sent, Instant notBefore) {
    enter(sent);
    send(sent, notBefore);
  }

  private void enter(Sent<?> sent) {
    log.record(sent);
    books.enter(sent);
    if (tables.contains(sent.topic().name())) {
      Process reader = Objects.requireNonNull(readers.get(sent.topic().name()), "tables are read");
      rows.computeIfAbsent(reader, none -> new LinkedHashMap<>())
          .put(sent.topic().name() + " " + sent.key(), sent);
    }
  }

  private void send(Sent<?> sent, Instant notBefore) {
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
    workers.close();
  }
}
