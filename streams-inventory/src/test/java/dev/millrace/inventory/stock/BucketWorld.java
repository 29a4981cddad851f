package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.TakeBack;
import dev.millrace.inventory.stock.StockCommand.TakeDeal;
import dev.millrace.inventory.stock.StockCommand.Tour;
import dev.millrace.schemas.id.BucketKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A SKU's home and its buckets, each with a log of its own; whose turn it is, chance says. With
 * {@code causal} logs a command stands behind all that its sender knew of, as in Kafka with
 * transactions; without, only behind those that came the same way.
 */
final class BucketWorld {

  static final String SKU = "SKU";

  private static final StockDecider DECIDER =
      new StockDecider(
          new StockLimits(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(10)),
          new AllocationRules(StandardAllocation.HIGHEST_STOCK, WarehousePlaces.NONE));

  /** What one writer knows. */
  private static final class Writer {
    private final Map<String, Hold> holds = new TreeMap<>();
    private final Set<String> passedOn = new HashSet<>();
    private final StockLedger books;
    private SkuStock stock;

    Writer(String key) {
      stock = SkuStock.unknown(key);
      books = new StockLedger(key);
    }
  }

  /** How a reservation fares on its way. */
  private static final class Journey {
    private final int quantity;
    private long leastFree = Long.MAX_VALUE;
    private int answers;

    Journey(int quantity) {
      this.quantity = quantity;
    }
  }

  final Set<String> seen;
  final List<String> violations = new ArrayList<>();
  private final boolean causal;
  private final Random random;
  private final Map<String, Writer> writers = new TreeMap<>();
  private final Map<String, Deque<PassedOn>> logs = new TreeMap<>();
  private final Map<String, Journey> journeys = new HashMap<>();
  private final Map<String, StockRejection> refused = new HashMap<>();
  private final Set<String> everRefused = new HashSet<>();
  private Instant now = Instant.EPOCH;
  private long received;
  private long sold;
  private int toursBegun;

  BucketWorld(boolean causal, Random random, Set<String> seen) {
    this.causal = causal;
    this.random = random;
    this.seen = seen;
  }

  void pass(int ms) {
    now = now.plusMillis(ms);
  }

  /** A client sends a command; it stands in the log of the key. */
  void send(String key, StockCommand command) {
    if (command instanceof ReserveStock reserve) {
      journeys.put(reserve.reservationId(), new Journey(reserve.request().quantity()));
      refused.remove(reserve.reservationId());
    }
    append("client", new PassedOn(key, command));
    watch();
  }

  private void append(String from, PassedOn passed) {
    String log = causal ? passed.key() : from + ">" + passed.key();
    logs.computeIfAbsent(log, k -> new ArrayDeque<>()).add(passed);
  }

  boolean isAtRest() {
    return logs.isEmpty();
  }

  /** One writer carries out the next command in its log. */
  void deliver() {
    if (logs.isEmpty()) {
      return;
    }
    List<String> some = new ArrayList<>(logs.keySet());
    String log = some.get(random.nextInt(some.size()));
    PassedOn next = logs.get(log).remove();
    if (logs.get(log).isEmpty()) {
      logs.remove(log);
    }
    carryOut(next.key(), next.command());
  }

  void rest() {
    while (!isAtRest()) {
      deliver();
    }
  }

  /** One writer ends what is overdue. */
  void sweep(String key) {
    Writer writer = writer(key);
    for (Hold hold : List.copyOf(writer.holds.values())) {
      if (hold.isOverdue(now)) {
        carryOut(key, new StockCommand.ExpireReservation(hold.reservationId()));
      }
    }
  }

  void sweepAll() {
    List.copyOf(writers.keySet()).forEach(this::sweep);
  }

  private void carryOut(String key, StockCommand command) {
    Writer writer = writer(key);
    CarriedOut done = DECIDER.carryOut(load(writer, command), command, now);
    if (done.mayBeAboutOverdueHolds(command)) {
      sweep(key);
      done = DECIDER.carryOut(load(writer, command), command, now);
    }
    keep(writer, done);
    for (PassedOn passed : done.passedOn()) {
      if (passed.command() instanceof ReserveStock reserve && BucketKey.isBucket(key)) {
        writer.passedOn.add(reserve.reservationId());
      }
      seen.add(passed.command().getClass().getSimpleName());
      append(key, passed);
    }
    if (!done.isLeftToAnother()) {
      answered(command, done);
    }
    watch();
  }

  private void answered(StockCommand command, CarriedOut done) {
    if (done.refusal() != null) {
      seen.add(done.refusal().code());
    }
    StockCommand asked = command instanceof Tour tour ? tour.request() : command;
    if (asked instanceof ReserveStock reserve) {
      Journey journey = journeys.get(reserve.reservationId());
      if (journey == null) {
        violations.add("nobody asked for " + reserve.reservationId());
        return;
      }
      journey.answers++;
      if (done.refusal() != null) {
        refused.put(reserve.reservationId(), done.refusal());
        everRefused.add(reserve.reservationId());
      }
      if (causal
          && done.refusal() == StockRejection.INSUFFICIENT_STOCK
          && journey.leastFree >= journey.quantity) {
        violations.add(
            "%s of %d was refused, but %d were free all the time"
                .formatted(reserve.reservationId(), journey.quantity, journey.leastFree));
      }
    }
    boolean ends =
        asked instanceof StockCommand.CommitReservation
            || asked instanceof StockCommand.ReleaseReservation
            || asked instanceof StockCommand.Search;
    if (causal && ends && done.refusal() == StockRejection.RESERVATION_NOT_FOUND) {
      String id = idOf(asked);
      if (journeys.containsKey(id) && !everRefused.contains(id)) {
        violations.add(id + " is not found, but was asked for before and not refused");
      }
    }
  }

  private static String idOf(StockCommand command) {
    return switch (command) {
      case StockCommand.CommitReservation c -> c.reservationId();
      case StockCommand.ReleaseReservation c -> c.reservationId();
      case StockCommand.ExtendReservation c -> c.reservationId();
      case StockCommand.ExpireReservation c -> c.reservationId();
      case ReserveStock c -> c.reservationId();
      case StockCommand.Search c -> idOf(c.request());
      case Tour c -> c.request() == null ? "" : c.request().reservationId();
      default -> "";
    };
  }

  private SkuState load(Writer writer, StockCommand command) {
    String id = idOf(command);
    SkuState state = SkuState.of(writer.stock).withHold(writer.holds.get(id));
    return writer.passedOn.contains(id) ? state.withPassedOn() : state;
  }

  private void keep(Writer writer, CarriedOut done) {
    writer.stock = done.state().stock();
    for (CarriedOut.HoldChange change : done.holdChanges()) {
      writer.holds.put(change.hold().reservationId(), change.hold());
    }
    for (Fact fact : done.facts()) {
      seen.add(fact.event().getClass().getSimpleName());
      writer.books.enter(fact);
      if (fact.event() instanceof StockEvent.ReservationCommitted committed) {
        sold += committed.quantity();
      } else if (fact.event() instanceof StockEvent.StockMoved moved) {
        received += moved.onHandDelta();
      } else if (fact.event() instanceof StockEvent.GatheringBegun) {
        toursBegun++;
      }
    }
  }

  private Writer writer(String key) {
    return writers.computeIfAbsent(key, Writer::new);
  }

  /** What every hold on its way could have, were it everywhere at once. */
  private void watch() {
    long free = onTheirWay(true);
    for (Writer writer : writers.values()) {
      free += writer.stock.available("sel");
    }
    for (Journey journey : journeys.values()) {
      journey.leastFree = Math.min(journey.leastFree, free);
    }
  }

  private long onTheirWay(boolean onlyWhatNobodyMisses) {
    long units = 0;
    for (Deque<PassedOn> log : logs.values()) {
      for (PassedOn passed : log) {
        units +=
            switch (passed.command()) {
              case TakeDeal deal -> units(deal.units());
              case Tour tour -> units(tour.carried());
              case TakeBack back -> onlyWhatNobodyMisses ? 0 : units(back.units());
              default -> 0;
            };
      }
    }
    return units;
  }

  private static long units(List<BucketUnits> units) {
    return units.stream().mapToLong(BucketUnits::quantity).sum();
  }

  /** What does not add up at any moment. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>(violations);
    long onHand = onTheirWay(false);
    for (Map.Entry<String, Writer> entry : writers.entrySet()) {
      Writer writer = entry.getValue();
      for (Level level : writer.stock.levels()) {
        onHand += level.onHand();
        long held =
            writer.holds.values().stream()
                .filter(Hold::isHeld)
                .flatMap(hold -> hold.allocations().stream())
                .filter(one -> one.warehouseId().equals(level.warehouseId()))
                .mapToLong(Allocation::quantity)
                .sum();
        if (held != level.reserved()) {
          wrong.add("%s: %s, but holds have %d".formatted(entry.getKey(), level, held));
        }
      }
      Split split = writer.stock.split();
      if (BucketKey.isBucket(entry.getKey())
          && writer.stock.available("sel") > 0
          && (split == null || split.phase() != Split.Phase.OPEN)) {
        wrong.add(entry.getKey() + " is not open, but keeps units");
      }
    }
    if (onHand + sold != received) {
      wrong.add(
          "%d on hand and on their way, %d sold, %d received".formatted(onHand, sold, received));
    }
    return wrong;
  }

  /** What does not add up when all is said. */
  List<String> wrongAtRest() {
    List<String> wrong = wrong();
    Map<String, Integer> holders = new HashMap<>();
    for (Map.Entry<String, Writer> entry : writers.entrySet()) {
      Writer writer = entry.getValue();
      writer.books.differences().forEach(d -> wrong.add(entry.getKey() + " " + d));
      if (!writer.books.stock().equals(writer.stock)) {
        wrong.add("books %s, state %s".formatted(writer.books.stock(), writer.stock));
      }
      writer.holds.values().stream()
          .filter(Hold::isHeld)
          .forEach(hold -> holders.merge(hold.reservationId(), 1, Integer::sum));
    }
    holders.forEach(
        (id, count) -> {
          if (count > 1) {
            wrong.add(id + " is held " + count + " times");
          }
        });
    journeys.forEach(
        (id, journey) -> {
          if (journey.answers == 0) {
            wrong.add(id + " got no answer");
          }
        });
    return wrong;
  }

  /** Units that somebody could buy now, wherever they are. */
  long free() {
    return writers.values().stream().mapToLong(w -> w.stock.available("sel")).sum();
  }

  StockRejection refusalOf(String reservationId) {
    return refused.get(reservationId);
  }

  int toursBegun() {
    return toursBegun;
  }

  SkuStock home() {
    return writer(SKU).stock;
  }
}
