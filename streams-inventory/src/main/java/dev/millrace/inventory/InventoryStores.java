package dev.millrace.inventory;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.state.ReservationState;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.kit.process.AbsentKeys;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.LazyValue;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the inventory. A command reads the SKU's stock and what it names, whatever else the
 * SKU has: reserving is three puts, ending a hold is two.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class InventoryStores {

  /** The stock of each SKU, by SKU. */
  static final String STOCK_STATE = "stock-state";

  /** Live holds and, for a while, ended ones; by {@link StoreKeys#of}. */
  static final String RESERVATION_STATE = "reservation-state";

  /**
   * When to look at which hold again: live ones stand under a deadline they had, ended ones sooner
   * or later under the time to forget them.
   */
  static final String RESERVATION_DEADLINES = "reservation-deadlines";

  private final RecentStock stocks;
  private final KeyValueStore<String, LazyValue<ReservationState>> holds;
  private final AbsentKeys absentHolds;
  private final TimeIndex deadlines;
  private final MovementStores movements;
  private final WatchStores watches;
  private final BesideStores beside;
  private final PassedOnStores passedOn;

  /** Opens the stores of the task. */
  InventoryStores(ProcessingContext context) {
    this.stocks = new RecentStock(context.getStateStore(STOCK_STATE));
    this.holds = context.getStateStore(RESERVATION_STATE);
    this.absentHolds = new AbsentKeys(holds);
    this.deadlines = new TimeIndex(context.getStateStore(RESERVATION_DEADLINES));
    this.movements = new MovementStores(context);
    this.watches = new WatchStores(context);
    this.beside = new BesideStores(context);
    this.passedOn = new PassedOnStores(context);
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(InventoryConfig config, Topics topics) {
    var builders = new ArrayList<StoreBuilder<?>>();
    builders.add(ProcessorStores.records(STOCK_STATE, Stock.class, topics));
    builders.add(ProcessorStores.lazyRecords(RESERVATION_STATE, ReservationState.class, topics));
    builders.add(TimeIndex.store(RESERVATION_DEADLINES));
    builders.addAll(MovementStores.builders(topics));
    builders.addAll(WatchStores.builders(topics));
    builders.addAll(BesideStores.builders(topics));
    builders.addAll(PassedOnStores.builders(topics));
    return CommandOutcomes.stores(
        config.outcomes(), topics, builders.toArray(StoreBuilder<?>[]::new));
  }

  /** What a decision about this command may look at. */
  SkuState load(String sku, StockCommand command) {
    return switch (command) {
      case StockCommand.MoveStock c ->
          SkuState.of(stocks.of(sku)).withMovements(movements.load(sku, c));
      case StockCommand.SetStockPolicy c -> SkuState.of(stocks.of(sku));
      case StockCommand.WatchForStock c ->
          SkuState.of(stocks.of(sku)).withWatches(watches.load(sku, c.sellerId(), c.watchId()));
      case StockCommand.UnwatchStock c ->
          SkuState.of(stocks.of(sku)).withWatches(watches.load(sku, c.sellerId(), c.watchId()));
      case StockCommand.EndWatches c -> SkuState.of(stocks.of(sku));
      case StockCommand.SetSalesTerms c -> SkuState.of(stocks.of(sku));
      case StockCommand.ReserveStock c -> {
        SkuState state = withHold(sku, c.reservationId());
        yield state.withBeside(
            beside.of(
                state.stock(),
                state.hold(),
                c.request(),
                id -> findOther(sku, id, c.reservationId())));
      }
      case StockCommand.CommitReservation c -> withNamed(sku, c.reservationId());
      case StockCommand.ReleaseReservation c -> withNamed(sku, c.reservationId());
      case StockCommand.WithdrawBackorder c -> withNamed(sku, c.reservationId());
      case StockCommand.ExtendReservation c -> withNamed(sku, c.reservationId());
      case StockCommand.ExpireReservation c -> withNamed(sku, c.reservationId());
      case StockCommand.FillBackorders c ->
          SkuState.of(stocks.of(sku))
              .withBeside(beside.waiting(sku, c.sellerId(), id -> find(sku, id)));
      case StockCommand.SplitStock c -> SkuState.of(stocks.of(sku));
      case StockCommand.MergeStock c -> SkuState.of(stocks.of(sku));
      case StockCommand.TakeDeal c -> SkuState.of(stocks.of(sku));
      case StockCommand.TakeBack c -> SkuState.of(stocks.of(sku));
      case StockCommand.Tour c ->
          c.request() == null ? SkuState.of(stocks.of(sku)) : load(sku, c.request());
      case StockCommand.Search c -> load(sku, c.request());
    };
  }

  /** Keeps what was carried out; costs nothing when nothing happened. */
  void save(CarriedOut done) {
    if (done.facts().isEmpty()) {
      return;
    }
    SkuStock stock = done.state().stock();
    String sku = stock.sku();
    stocks.keep(stock);
    keepHolds(sku, done.holdChanges());
    beside.keepCounts(done.state());
    for (Fact fact : done.facts()) {
      if (fact.event() instanceof StockEvent.StockMoved moved) {
        movements.save(sku, fact, moved, done.state().movements());
      }
    }
    watches.save(done);
  }

  private void keepHolds(String sku, List<CarriedOut.HoldChange> changes) {
    for (int i = 0; i < changes.size(); i++) {
      CarriedOut.HoldChange change = changes.get(i);
      Hold hold = change.hold();
      beside.keep(sku, change.event(), hold);
      if (change.event() instanceof StockEvent.StockReserved reserved) {
        deadlines.add(reserved.expiresAt(), StoreKeys.of(sku, hold.reservationId()));
      }
      if (!changesAgain(hold.reservationId(), changes, i + 1)) {
        String key = StoreKeys.of(sku, hold.reservationId());
        holds.put(key, LazyValue.of(HoldAvro.stored(sku, hold)));
        absentHolds.put(key);
      }
    }
  }

  /** An overdue hold that is taken again and sold changes three times, but is stored once. */
  private static boolean changesAgain(
      String reservationId, List<CarriedOut.HoldChange> changes, int from) {
    for (int i = from; i < changes.size(); i++) {
      if (changes.get(i).hold().reservationId().equals(reservationId)) {
        return true;
      }
    }
    return false;
  }

  /** What stands beside the stock and the holds. */
  BesideStores beside() {
    return beside;
  }

  /** Holds to look at again. */
  TimeIndex deadlines() {
    return deadlines;
  }

  /** The stored hold under its {@link StoreKeys#of}. */
  @Nullable ReservationState hold(String key) {
    LazyValue<ReservationState> stored = absentHolds.contains(key) ? null : holds.get(key);
    return stored == null ? null : stored.get();
  }

  void forgetHold(String key) {
    holds.delete(key);
  }

  /** Learns which holds there are not, a bounded piece at a time. */
  void goOn(int entriesMax) {
    absentHolds.goOn(entriesMax);
  }

  /** What is remembered of movements. */
  MovementStores movements() {
    return movements;
  }

  /** Holds that buckets left to others. */
  PassedOnStores passedOn() {
    return passedOn;
  }

  /** Who waits for stock. */
  WatchStores watches() {
    return watches;
  }

  private SkuState withHold(String sku, String reservationId) {
    SkuState state = SkuState.of(stocks.of(sku)).withHold(find(sku, reservationId));
    return BucketKey.isBucket(sku) && passedOn.has(sku, reservationId)
        ? state.withPassedOn()
        : state;
  }

  private SkuState withNamed(String sku, String reservationId) {
    SkuState state = withHold(sku, reservationId);
    Hold hold = state.hold();
    return hold == null ? state : state.withBeside(beside.of(state.stock(), hold));
  }

  /** The hold that a command names does not stand beside itself. */
  private @Nullable Hold findOther(String sku, String reservationId, String named) {
    return reservationId.equals(named) ? null : find(sku, reservationId);
  }

  private @Nullable Hold find(String sku, String reservationId) {
    ReservationState stored = hold(StoreKeys.of(sku, reservationId));
    return stored == null ? null : HoldAvro.hold(stored);
  }
}
