package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockEvent.Crossing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one SKU, kept from its events alone: what an audit compares with the stores. Notes
 * every difference between an event and what the events before it lead to, and goes on.
 *
 * <p>Threading: not thread-safe.
 */
public final class StockLedger {

  private final Map<String, Hold> holds = new HashMap<>();
  private final Map<String, Transfer> transfers = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private SkuStock stock;

  /** What the event entered last must be followed by. */
  private List<Crossing> due = List.of();

  /** Opens the books of a SKU without history. */
  public StockLedger(String sku) {
    this.stock = SkuStock.unknown(sku);
  }

  /** Enters the next fact; one that cannot follow is noted and left out. */
  public void enter(Fact fact) {
    if (fact.sequence() != stock.sequence() + 1) {
      differences.add("sequence %d follows %d".formatted(fact.sequence(), stock.sequence()));
    }
    followsUp(fact);
    SkuStock before = stock;
    try {
      fold(fact.event());
    } catch (IllegalStateException | ArithmeticException impossible) {
      differences.add(
          "event %d cannot follow: %s".formatted(fact.sequence(), impossible.getMessage()));
      return;
    }
    if (!stock.levelsOf(fact.event()).equals(fact.levelsAfter())) {
      differences.add(
          "event %d says %s, the events before it lead to %s"
              .formatted(fact.sequence(), fact.levelsAfter(), stock.levelsOf(fact.event())));
    }
    if (!(fact.event() instanceof Crossing)) {
      due = Crossings.between(before, stock, fact.event(), stock.levelsOf(fact.event()));
    }
  }

  /** Notes a crossing that is not said, or is said without a cause. */
  private void followsUp(Fact fact) {
    Crossing next = due.isEmpty() ? null : due.getFirst();
    if (fact.event().equals(next)) {
      due = due.subList(1, due.size());
    } else if (next != null || fact.event() instanceof Crossing) {
      differences.add(
          "event %d is %s, the event before it leads to %s"
              .formatted(fact.sequence(), fact.event(), next == null ? "nothing" : next));
      due = List.of();
    }
  }

  private void fold(StockEvent event) {
    SkuStock after = stock.evolve(event);
    if (event instanceof StockEvent.OfHold ofHold) {
      String reservationId = ofHold.reservationId();
      Hold hold = Hold.evolve(holds.get(reservationId), event, after.sequence());
      if (hold != null) {
        holds.put(reservationId, hold);
      }
    }
    if (event instanceof StockEvent.StockMoved moved && moved.transfer() != null) {
      String transferId = moved.transfer().transferId();
      Transfer transfer = Transfer.evolve(transfers.get(transferId), event);
      if (transfer != null) {
        transfers.put(transferId, transfer);
      }
    }
    stock = after;
  }

  /** The stock so far. */
  public SkuStock stock() {
    return stock;
  }

  /** All holds that there ever were, as they are now. */
  public Collection<Hold> holds() {
    return Collections.unmodifiableCollection(holds.values());
  }

  /** The hold so far; null if there never was one. */
  public @Nullable Hold hold(String reservationId) {
    return holds.get(reservationId);
  }

  /** Units under live holds in one place, counted hold by hold. */
  public long held(String sellerId, String warehouseId) {
    return holds.values().stream()
        .filter(hold -> hold.isHeld() && hold.sellerId().equals(sellerId))
        .flatMap(hold -> hold.allocations().stream())
        .filter(allocation -> allocation.warehouseId().equals(warehouseId))
        .mapToLong(Allocation::quantity)
        .sum();
  }

  /** Units on their way to one place, counted transfer by transfer. */
  public long inTransit(String sellerId, String warehouseId) {
    return transfers.values().stream()
        .filter(Transfer::isOpen)
        .filter(transfer -> transfer.sellerId().equals(sellerId))
        .filter(transfer -> transfer.toWarehouseId().equals(warehouseId))
        .mapToLong(Transfer::sent)
        .sum();
  }

  /** Units that a seller's holds wait for, counted hold by hold. */
  public long waiting(String sellerId) {
    return holds.values().stream()
        .filter(hold -> hold.isWaiting() && hold.sellerId().equals(sellerId))
        .mapToLong(Hold::backordered)
        .sum();
  }

  /** Events that did not follow from those before them, in words. */
  public List<String> entryDifferences() {
    return List.copyOf(differences);
  }

  /**
   * The same, and every level and every promise that holds and open transfers do not explain; empty
   * when the books are right.
   */
  public List<String> differences() {
    List<String> all = new ArrayList<>(differences);
    for (Level level : stock.levels()) {
      long held = held(level.sellerId(), level.warehouseId());
      if (held != level.reserved()) {
        all.add(
            "%s in %s: %d reserved, but live holds have %d"
                .formatted(level.sellerId(), level.warehouseId(), level.reserved(), held));
      }
      long sent = inTransit(level.sellerId(), level.warehouseId());
      if (sent != level.inTransit()) {
        all.add(
            "%s in %s: %d in transit, but open transfers have %d"
                .formatted(level.sellerId(), level.warehouseId(), level.inTransit(), sent));
      }
    }
    for (SellerStock seller : stock.sellers()) {
      long waiting = waiting(seller.terms().sellerId());
      if (waiting != seller.waiting()) {
        all.add(
            "%s: %d promised beyond stock, but holds wait for %d"
                .formatted(seller.terms().sellerId(), seller.waiting(), waiting));
      }
    }
    return List.copyOf(all);
  }
}
