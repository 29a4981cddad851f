package dev.millrace.inventory;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.AllocationRules;
import dev.millrace.inventory.stock.Beside;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.MovementMemory;
import dev.millrace.inventory.stock.SalesTerms;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StandardAllocation;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockDecider;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.StockRejection;
import dev.millrace.inventory.stock.Transfer;
import dev.millrace.inventory.stock.WarehousePlaces;
import dev.millrace.inventory.stock.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One SKU under the decider, lazily swept as the processor does it, beside a plain reference that
 * looks at every hold at every step; and the books kept from the published records.
 */
final class StockWorld {

  private static final Actor ACTOR = new Actor(ActorRole.OPS, "model");
  private static final String SKU = "SKU";
  private static final Duration HOLD_DEFAULT = Duration.ofSeconds(1);

  /**
   * One thing that happens.
   *
   * @param passMs time that passes before it
   * @param sweeps whether the sweep comes by first
   * @param twice whether the command is delivered again
   */
  record Step(int passMs, boolean sweeps, StockCommand command, boolean twice) {}

  private final StockDecider decider =
      new StockDecider(
          new StockLimits(Duration.ofMillis(1), HOLD_DEFAULT, Duration.ofSeconds(10)),
          new AllocationRules(StandardAllocation.HIGHEST_STOCK, WarehousePlaces.NONE));
  private final StoredHolds holds = new StoredHolds();
  private final Set<String> movements = new HashSet<>();
  private final Map<String, Transfer> transfers = new HashMap<>();
  private final Map<String, Map<String, Long>> feeds = new HashMap<>();
  private final StockReference reference = new StockReference();
  private final WaitingRoom waiting = new WaitingRoom();
  private final CrossingReference crossings = new CrossingReference();
  private final StockLedger books = new StockLedger(SKU);
  private final List<String> violations = new ArrayList<>();
  private final Set<String> seen;
  private SkuStock stock = SkuStock.unknown(SKU);
  private Instant now = Instant.EPOCH;
  private long received;
  private long sold;
  private long lost;

  /**
   * @param seen collects the names of what happened: events, refusals, and why holds were released
   */
  StockWorld(Set<String> seen) {
    this.seen = seen;
  }

  void take(Step step) {
    now = now.plusMillis(step.passMs());
    reference.holds().expire(now);
    if (step.sweeps()) {
      sweep();
    }
    SkuStock before = stock;
    boolean swept = false;
    CarriedOut done = carryOut(load(step.command()), step.command());
    if (done.mayBeAboutOverdueHolds(step.command())) {
      swept = sweep() > 0;
      before = stock;
      done = carryOut(load(step.command()), step.command());
    }
    long version = swept ? -1 : before.sequence();
    save(done);
    StockRejection expected = reference.take(step.command(), now, version, done);
    if (done.refusal() != null) {
      seen.add(done.refusal().code());
    }
    if (expected != done.refusal()) {
      violations.add("the reference says %s, the decider %s".formatted(expected, done.refusal()));
    }
    fill(before, done);
    if (step.twice() && mayComeAgain(step.command())) {
      CarriedOut again = carryOut(load(step.command()), step.command());
      if (!again.facts().isEmpty()) {
        violations.add("the second delivery led to " + again.facts());
      }
    }
  }

  Optional<String> differsFromReference() {
    return violations.stream().findFirst();
  }

  Optional<String> oversold() {
    return stock.levels().stream()
        .filter(level -> level.reserved() > level.onHand() || level.reserved() < 0)
        .map(Level::toString)
        .findFirst()
        .or(() -> reference.holds().wrong());
  }

  Optional<String> reservedDiffersFromLiveHolds() {
    return holds.reservedDiffer(stock);
  }

  Optional<String> waitingDiffersFromMissingUnits() {
    return holds.missingUnitsDiffer(stock);
  }

  Optional<String> somebodyWaitsForUnitsThatAreThere() {
    return holds.somebodyWaitsInVain(stock, now);
  }

  Optional<String> customersCountsDifferFromHolds() {
    return holds.countsDiffer(stock);
  }

  Optional<String> onHandDiffersFromReceiptsMinusShipments() {
    // A transfer moves units; only what is lost on the way leaves the stock.
    long units =
        stock.levels().stream().mapToLong(level -> level.onHand() + level.inTransit()).sum();
    return units == received - sold - lost
        ? Optional.empty()
        : Optional.of(
            "%d on hand or in transit, %d received, %d sold, %d lost"
                .formatted(units, received, sold, lost));
  }

  Optional<String> inTransitDiffersFromOpenTransfers() {
    return stock.levels().stream()
        .filter(
            level ->
                level.inTransit() != reference.travelling(level.sellerId(), level.warehouseId()))
        .map(Level::toString)
        .findFirst();
  }

  Optional<String> somebodyWaitsInVain() {
    return waiting.size() != reference.waiting()
        ? Optional.of("%d wait, should be %d".formatted(waiting.size(), reference.waiting()))
        : waiting.inVain(stock);
  }

  Optional<String> crossingsDifferFromStock() {
    return crossings.differsFrom(stock);
  }

  Optional<String> booksDifferFromState() {
    if (!books.stock().equals(stock)) {
      return Optional.of("books %s, state %s".formatted(books.stock(), stock));
    }
    return books.entryDifferences().stream().findFirst();
  }

  Optional<String> booksDifferFromHolds() {
    return holds.all().stream()
        .filter(hold -> !hold.equals(books.hold(hold.reservationId())))
        .map(hold -> "%s, books %s".formatted(hold, books.hold(hold.reservationId())))
        .findFirst()
        .or(() -> books.differences().stream().findFirst());
  }

  private int sweep() {
    int ended = 0;
    for (Hold hold : holds.all()) {
      if (hold.isOverdue(now)) {
        var expire = new StockCommand.ExpireReservation(hold.reservationId());
        SkuStock before = stock;
        CarriedOut done = carryOut(load(expire), expire);
        save(done);
        fill(before, done);
        ended++;
      }
    }
    for (List<Watch> some = waiting.due(); !some.isEmpty(); some = waiting.due()) {
      var tell = new StockCommand.EndWatches(some);
      save(carryOut(load(tell), tell));
    }
    return ended;
  }

  /** As the processor does it: those who wait are told with the command, as many as it may. */
  private CarriedOut carryOut(SkuState before, StockCommand command) {
    CarriedOut done = decider.carryOut(before, command, now);
    for (String seller : done.sellersBackInStock()) {
      done = decider.tell(done, waiting.some(seller), now);
    }
    return done;
  }

  private void fill(SkuStock before, CarriedOut done) {
    for (String seller : done.sellersToFill(before)) {
      var fill = new StockCommand.FillBackorders(seller);
      CarriedOut filled = decider.carryOut(load(fill), fill, now);
      save(filled);
      for (Fact fact : filled.facts()) {
        if (fact.event() instanceof StockEvent.BackorderFilled event) {
          reference.holds().filled(event);
        }
      }
    }
  }

  private SkuState load(StockCommand command) {
    return switch (command) {
      case StockCommand.MoveStock c -> SkuState.of(stock).withMovements(memory(c));
      case StockCommand.SetStockPolicy c -> SkuState.of(stock);
      case StockCommand.WatchForStock c ->
          SkuState.of(stock).withWatches(waiting.memory(c.sellerId(), c.watchId()));
      case StockCommand.UnwatchStock c ->
          SkuState.of(stock).withWatches(waiting.memory(c.sellerId(), c.watchId()));
      case StockCommand.EndWatches c -> SkuState.of(stock);
      case StockCommand.SetSalesTerms c -> SkuState.of(stock);
      case StockCommand.ReserveStock c ->
          withHold(c.reservationId())
              .withBeside(Beside.of(holds.replaceable(c), holds.counts(stock)));
      case StockCommand.CommitReservation c -> withNamed(c.reservationId());
      case StockCommand.ReleaseReservation c -> withNamed(c.reservationId());
      case StockCommand.WithdrawBackorder c -> withNamed(c.reservationId());
      case StockCommand.ExtendReservation c -> withNamed(c.reservationId());
      case StockCommand.ExpireReservation c -> withNamed(c.reservationId());
      case StockCommand.FillBackorders c ->
          SkuState.of(stock).withBeside(Beside.of(holds.inLine(c.sellerId()), Map.of()));
      // Of buckets there is a world of its own.
      case StockCommand.SplitStock c -> SkuState.of(stock);
      case StockCommand.MergeStock c -> SkuState.of(stock);
      case StockCommand.TakeDeal c -> SkuState.of(stock);
      case StockCommand.TakeBack c -> SkuState.of(stock);
      case StockCommand.Tour c -> SkuState.of(stock);
      case StockCommand.Search c -> SkuState.of(stock);
    };
  }

  private MovementMemory memory(StockCommand.MoveStock move) {
    return new MovementMemory(
        move.movementId() != null && movements.contains(move.movementId()),
        move.transferId() == null ? null : transfers.get(move.transferId()),
        feeds.getOrDefault(place(move.sellerId(), move.warehouseId()), Map.of()));
  }

  private static String place(String sellerId, String warehouseId) {
    return sellerId + " in " + warehouseId;
  }

  private SkuState withHold(String reservationId) {
    return SkuState.of(stock).withHold(holds.find(reservationId));
  }

  private SkuState withNamed(String reservationId) {
    SkuState state = withHold(reservationId);
    return state.hold() == null
        ? state
        : state.withBeside(Beside.of(List.of(), holds.counts(stock)));
  }

  private void save(CarriedOut done) {
    stock = done.state().stock();
    holds.keep(done);
    for (Fact fact : done.facts()) {
      crossings.hear(fact);
      seen.add(fact.event().getClass().getSimpleName());
      if (fact.event() instanceof StockEvent.ReservationReleased released) {
        seen.add(released.reason());
      }
      waiting.hear(fact.event());
      if (fact.event() instanceof StockEvent.StockWatchEnded ended
          && ended.backInStock()
          && !reference.told(ended.sellerId(), ended.watchId())) {
        violations.add("told twice, or told who did not ask: " + ended);
      }
      books.enter(EventAvro.fact(EventAvro.event(SKU, fact, "command", ACTOR)));
      if (fact.event() instanceof StockEvent.StockMoved moved) {
        remember(moved, done.state().movements());
      } else if (fact.event() instanceof StockEvent.ReservationCommitted committed) {
        sold += committed.quantity() - committed.owed();
      } else if (fact.event() instanceof StockEvent.BackorderFilled filled && filled.committed()) {
        sold += filled.allocations().stream().mapToInt(Allocation::quantity).sum();
      }
    }
    stock = StockAvro.stock(StockAvro.stock(stock));
  }

  private void remember(StockEvent.StockMoved moved, MovementMemory memory) {
    received += moved.onHandDelta();
    if (moved.movementId() != null) {
      movements.add(moved.movementId());
    }
    if (moved.feed() != null) {
      feeds.put(
          place(moved.sellerId(), moved.warehouseId()),
          MovementAvro.feeds(MovementAvro.stored(memory.feeds())));
    }
    Transfer transfer = memory.transfer();
    if (transfer != null) {
      lost += moved.transfer() == null ? 0 : moved.transfer().lost();
      received -= moved.onHandDelta();
      transfers.put(transfer.transferId(), MovementAvro.transfer(MovementAvro.stored(transfer)));
    }
  }

  /** How long a hold lasts that does not say. */
  static long usualHoldMs(SalesTerms terms) {
    return terms.holdMs() == null ? HOLD_DEFAULT.toMillis() : terms.holdMs();
  }

  private static boolean mayComeAgain(StockCommand command) {
    return !(command instanceof StockCommand.MoveStock move)
        || move.movementId() != null
        || move.transferId() != null;
  }
}
