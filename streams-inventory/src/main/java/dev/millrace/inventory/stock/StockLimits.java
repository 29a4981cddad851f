package dev.millrace.inventory.stock;

import java.time.Duration;

/**
 * Bounds of what may be asked.
 *
 * @param holdMin the shortest hold
 * @param holdDefault a hold of which neither the request nor the seller's terms say how long
 * @param holdMax the longest hold, counted from a reservation or an extension
 */
public record StockLimits(Duration holdMin, Duration holdDefault, Duration holdMax) {

  /** Units in one command; a count may name all there are. */
  public static final int QUANTITY_MAX = 1_000_000;

  /** Units of one kind in one (seller, warehouse). */
  public static final int UNITS_MAX = 1_000_000_000;

  /** (Seller, warehouse) pairs of one SKU; the stock is one record. */
  public static final int LEVELS_MAX = 200;

  /** Senders that count their movements of one level. */
  public static final int SOURCES_MAX = 20;

  /** Wishes to be told that wait for one SKU. */
  public static final int WATCHES_MAX = 10_000;

  /** Wishes that end with one command; the rest follow soon. */
  public static final int WATCHES_ENDED_AT_ONCE_MAX = 500;

  /** Sellers of one SKU that set terms. */
  public static final int SELLERS_MAX = 200;

  /** Holds that one request may look at, and give up, to make room for itself. */
  public static final int REPLACED_MAX = 20;

  /** Backorders that are filled together with one command; the sweep fills the others. */
  public static final int FILLED_MAX = 100;

  /** Characters of a reason. */
  public static final int REASON_LENGTH_MAX = 500;

  /** Whether a hold may last so long. */
  boolean allowsHold(long holdMs) {
    return holdMs >= holdMin.toMillis() && holdMs <= holdMax.toMillis();
  }
}
