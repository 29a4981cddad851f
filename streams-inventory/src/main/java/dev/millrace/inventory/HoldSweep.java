package dev.millrace.inventory;

import dev.millrace.avro.inventory.state.HoldStatus;
import dev.millrace.avro.inventory.state.ReservationState;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.kit.process.TimeIndex;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Finds holds whose time has come and asks the decisions to end them; later forgets the ended ones.
 * The index is lazy: a hold that ended early or was extended keeps its entry, and is filed again
 * under its next time when the old one comes.
 */
final class HoldSweep {

  private final InventoryConfig.Sweep config;
  private final InventoryStores stores;
  private final Decisions decisions;
  private final BackorderFills fills;
  private final Consumer<CarriedOut> expired;
  private final LongSupplier nanoTime;

  /**
   * @param expired is told of each hold that ended, after it was stored
   * @param nanoTime measures how long a search takes; decides nothing
   */
  HoldSweep(
      InventoryConfig.Sweep config,
      InventoryStores stores,
      Decisions decisions,
      BackorderFills fills,
      Consumer<CarriedOut> expired,
      LongSupplier nanoTime) {
    this.config = config;
    this.stores = stores;
    this.decisions = decisions;
    this.fills = fills;
    this.expired = expired;
    this.nanoTime = nanoTime;
  }

  /**
   * Treats what is due until that has taken long enough, oldest first; the next call goes on. When
   * many holds end at one moment, commands are decided in between.
   *
   * @return how many holds ended
   */
  int endOverdue(Instant now) {
    int ended = 0;
    long startNanos = nanoTime.getAsLong();
    TimeIndex deadlines = stores.deadlines();
    for (TimeIndex.Entry entry : deadlines.due(now, config.entriesMax())) {
      deadlines.remove(entry);
      ReservationState hold = stores.hold(entry.id());
      if (hold == null) {
        continue;
      }
      if (hold.getStatus() != HoldStatus.HELD) {
        forgetInTime(entry.id(), hold, now);
      } else if (now.isBefore(hold.getExpiresAt())) {
        deadlines.add(hold.getExpiresAt(), entry.id());
      } else {
        end(hold, now);
        deadlines.add(now.plus(config.closedHoldsKept()), entry.id());
        ended++;
      }
      if (nanoTime.getAsLong() - startNanos >= config.workMax().toNanos()) {
        break;
      }
    }
    return ended;
  }

  private void end(ReservationState hold, Instant now) {
    var expire = new ExpireReservation(hold.getReservationId());
    SkuState before = stores.load(hold.getSku(), expire);
    Instant latest = before.stock().at();
    Instant at = latest.isAfter(now) ? latest : now;
    CarriedOut done = decisions.carryOut(before, expire, at);
    stores.save(done);
    expired.accept(fills.after(before.stock(), done, at));
  }

  private void forgetInTime(String key, ReservationState hold, Instant now) {
    Instant closedAt = hold.getClosedAt() == null ? now : hold.getClosedAt();
    if (hold.getBackordered() > 0) {
      // Sold, but some units have yet to come.
      stores.deadlines().add(now.plus(config.closedHoldsKept()), key);
      return;
    }
    Instant forgetAt = closedAt.plus(config.closedHoldsKept());
    if (now.isBefore(forgetAt)) {
      stores.deadlines().add(forgetAt, key);
    } else {
      stores.forgetHold(key);
    }
  }
}
