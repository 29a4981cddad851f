package dev.millrace.standalone.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at suspected SKUs one by one, while the inventory may go on: a SKU counts as different only
 * if log, stores and table were seen at one moment, or if they stood still without meeting.
 */
final class Settling {

  /** Looks at a SKU that moves; with the pauses between them, two seconds. */
  private static final int LOOKS = 5;

  /** SKUs looked at one by one; where more are suspected, something is wrong with all of them. */
  private static final int SUSPECTS_MAX = 10_000;

  private final StockBooks books;
  private final InventoryStores stores;
  private final Runnable readOn;
  private final Duration pause;

  /**
   * @param readOn reads log and table to their ends into the books
   * @param pause between two looks
   */
  Settling(StockBooks books, InventoryStores stores, Runnable readOn, Duration pause) {
    this.books = books;
    this.stores = stores;
    this.readOn = readOn;
    this.pause = pause;
  }

  /**
   * Finds out about every suspect; returns how many SKUs moved all the time, so that only their
   * events could be checked.
   */
  long settle(Set<String> suspects, Findings findings) {
    Set<String> left = new LinkedHashSet<>();
    suspects.stream().limit(SUSPECTS_MAX).forEach(left::add);
    if (suspects.size() > SUSPECTS_MAX) {
      findings.add(
          Difference.Kind.STOCK_STORE,
          "%,d more SKUs".formatted(suspects.size() - SUSPECTS_MAX),
          "stores or table differ from the log; too many to look at each");
    }
    Map<String, String> firstGaps = new HashMap<>();
    for (int look = 1; look <= LOOKS && !left.isEmpty(); look++) {
      readOn.run();
      lookAtEach(left, findings);
      for (String sku : left) {
        firstGaps.putIfAbsent(sku, books.gap(sku, stores));
      }
      if (look < LOOKS && !left.isEmpty()) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
    return moving(left, firstGaps, findings);
  }

  private void lookAtEach(Collection<String> left, Findings findings) {
    for (Iterator<String> skus = left.iterator(); skus.hasNext(); ) {
      if (books.compare(skus.next(), stores) instanceof StockBooks.Comparison.Done done) {
        findings.addAll(done.differences());
        skus.remove();
      }
    }
  }

  private long moving(Set<String> left, Map<String, String> firstGaps, Findings findings) {
    long moving = 0;
    for (String sku : left) {
      String gap = books.gap(sku, stores);
      if (gap.equals(firstGaps.get(sku))) {
        findings.add(Difference.Kind.STOCK_STORE, sku, gap);
      } else {
        moving++;
      }
    }
    return moving;
  }
}
