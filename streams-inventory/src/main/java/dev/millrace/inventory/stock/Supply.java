package dev.millrace.inventory.stock;

import java.util.OptionalInt;

/**
 * What a seller can still promise of a SKU. Units that somebody waits for are not free, wherever
 * they are: the waiting come first.
 *
 * @param available units in the warehouses that no hold has
 * @param waiting units promised beyond stock that have not come
 * @param free units that a new hold may take from the warehouses
 * @param largest units available in the fullest warehouse
 * @param splitAllowed whether several warehouses may serve one hold
 * @param backorderMax units that may be promised beyond what is available
 */
public record Supply(
    long available, long waiting, long free, int largest, boolean splitAllowed, int backorderMax) {

  /** Counts it. */
  public static Supply of(SkuStock stock, String sellerId) {
    long available = 0;
    int largest = 0;
    for (Level level : stock.levels()) {
      if (level.sellerId().equals(sellerId)) {
        available += level.available();
        largest = Math.max(largest, level.available());
      }
    }
    SellerStock seller = stock.seller(sellerId);
    if (seller == null) {
      return new Supply(available, 0, available, largest, true, 0);
    }
    return new Supply(
        available,
        seller.waiting(),
        Math.max(0, available - seller.waiting()),
        largest,
        seller.terms().splitAllowed(),
        seller.terms().backorderMax());
  }

  /**
   * The same after holds of one owner were given up: what they had is the owner's to take, even
   * when others wait for units.
   *
   * @param before the supply before that
   */
  Supply forTheirOwner(Supply before) {
    long givenUp = available - before.available;
    return new Supply(
        available,
        waiting,
        Math.max(free, before.free + givenUp),
        largest,
        splitAllowed,
        backorderMax);
  }

  /**
   * How many units of a new hold come from the warehouses; the rest is promised beyond stock.
   * Without splits a hold is either served whole by one warehouse or promised whole.
   *
   * @param quantity units wanted, at least 1
   * @return nothing if the hold does not fit
   */
  OptionalInt fromStock(int quantity, boolean backorderAllowed) {
    if (free >= quantity && (splitAllowed || largest >= quantity)) {
      return OptionalInt.of(quantity);
    }
    return backorderAllowed && quantity <= promisable()
        ? OptionalInt.of(splitAllowed ? (int) free : 0)
        : OptionalInt.empty();
  }

  /** The units of the biggest hold that would fit. */
  public long most(boolean backorderAllowed) {
    long now = splitAllowed ? free : Math.min(free, largest);
    return backorderAllowed ? Math.max(now, promisable()) : now;
  }

  /** The units of the biggest hold that would fit if not all of it had to be there. */
  private long promisable() {
    return backorderMax == 0
        ? 0
        : Math.max(0, (splitAllowed ? available : 0) - waiting + backorderMax);
  }
}
