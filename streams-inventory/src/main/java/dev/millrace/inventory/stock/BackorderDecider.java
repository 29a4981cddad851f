package dev.millrace.inventory.stock;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.inventory.stock.StockCommand.FillBackorders;
import dev.millrace.inventory.stock.StockEvent.BackorderFilled;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who gets the units that have come for those who wait. */
final class BackorderDecider {

  private final Taking taking;

  BackorderDecider(Taking taking) {
    this.taking = taking;
  }

  /**
   * First come first served: the holds beside the state are looked at in their order, until one
   * gets fewer units than it misses. Overdue holds are left to the sweep, which ends them.
   */
  Decision<StockEvent, StockRejection> decide(SkuState state, FillBackorders fill, Instant now) {
    List<StockEvent> filled = new ArrayList<>();
    SkuState after = state;
    for (Hold hold : state.beside().holds().values()) {
      if (!hold.isWaiting() || hold.isOverdue(now) || !hold.sellerId().equals(fill.sellerId())) {
        continue;
      }
      BackorderFilled event = fill(after.stock(), hold, now);
      if (event == null) {
        break;
      }
      filled.add(event);
      after = after.evolve(event);
      if (event.missing() > 0) {
        break;
      }
    }
    return accept(filled);
  }

  private @Nullable BackorderFilled fill(SkuStock stock, Hold hold, Instant now) {
    Supply supply = Supply.of(stock, hold.sellerId());
    int units =
        supply.splitAllowed()
            ? (int) Math.min(hold.backordered(), supply.available())
            : supply.largest() >= hold.backordered() ? hold.backordered() : 0;
    return units == 0
        ? null
        : new BackorderFilled(
            now,
            hold.reservationId(),
            hold.sellerId(),
            taking.take(stock, hold.sellerId(), units, null),
            !hold.isHeld(),
            hold.backordered() - units,
            hold.owner());
  }
}
