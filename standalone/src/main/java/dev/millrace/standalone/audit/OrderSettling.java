package dev.millrace.standalone.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at suspected orders one by one, while orders may go on: an order counts as different only
 * if log and store were seen at one moment, or if they stood still without meeting.
 */
final class OrderSettling {

  /** Looks at an order that moves; with the pauses between them, two seconds. */
  private static final int LOOKS = 5;

  /** Orders looked at one by one; where more are suspected, something is wrong with all of them. */
  private static final int SUSPECTS_MAX = 10_000;

  private final OrderAccounts accounts;
  private final OrderStore store;
  private final Runnable readOn;
  private final Duration pause;

  /**
   * @param readOn reads the log to its end into the accounts
   * @param pause between two looks
   */
  OrderSettling(OrderAccounts accounts, OrderStore store, Runnable readOn, Duration pause) {
    this.accounts = accounts;
    this.store = store;
    this.readOn = readOn;
    this.pause = pause;
  }

  /**
   * Finds out about every suspect; returns how many orders moved all the time, so that they could
   * not be compared with the store.
   */
  long settle(Set<String> suspects, Findings findings) {
    Set<String> left = new LinkedHashSet<>();
    suspects.stream().limit(SUSPECTS_MAX).forEach(left::add);
    if (suspects.size() > SUSPECTS_MAX) {
      findings.add(
          Difference.Kind.ORDER_STORE,
          "%,d more orders".formatted(suspects.size() - SUSPECTS_MAX),
          "the store differs from the log; too many to look at each");
    }
    Map<String, String> firstGaps = new HashMap<>();
    for (int look = 1; look <= LOOKS && !left.isEmpty(); look++) {
      readOn.run();
      lookAtEach(left, findings);
      left.forEach(orderId -> firstGaps.putIfAbsent(orderId, accounts.gap(orderId, store)));
      if (look < LOOKS && !left.isEmpty()) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
    long moving = 0;
    for (String orderId : left) {
      String gap = accounts.gap(orderId, store);
      if (gap.equals(firstGaps.get(orderId))) {
        findings.add(Difference.Kind.ORDER_STORE, orderId, gap);
      } else {
        moving++;
      }
    }
    return moving;
  }

  private void lookAtEach(Set<String> left, Findings findings) {
    for (Iterator<String> orders = left.iterator(); orders.hasNext(); ) {
      List<Difference> differences = accounts.compare(orders.next(), store);
      if (differences != null) {
        findings.addAll(differences);
        orders.remove();
      }
    }
  }
}
