package dev.millrace.standalone.audit;

import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.standalone.audit.OrderAccount.Stock;
import dev.millrace.standalone.audit.OrderAccount.StockEntry;
import dev.millrace.standalone.audit.OrderAnswers.Stocked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds what an order's events say of its lines' stock against what the inventory answered. */
final class LineComparison {

  private LineComparison() {}

  /**
   * What does not agree, in sentences.
   *
   * @param settledBefore answers given since may not have reached the order
   * @param isWhole whether all answers of the order are still kept
   */
  static List<String> differences(
      OrderAccount account, OrderAnswers answers, Instant settledBefore, boolean isWhole) {
    List<String> found = new ArrayList<>(0);
    answers
        .stocked()
        .forEach(
            (stocked, at) -> {
              boolean isSale =
                  stocked.operation() == ReservationOperation.COMMIT
                      && stocked.done()
                      && at.isBefore(settledBefore);
              var sold = new StockEntry(Stock.SOLD, stocked.reservationId());
              if (isSale && !account.stock().contains(sold)) {
                found.add(
                    "the inventory has sold %s, none of the events says so"
                        .formatted(stocked.reservationId()));
              }
            });
    Set<StockEntry> seen = new HashSet<>();
    for (StockEntry entry : account.stock()) {
      // What was refused may be asked for again, and be refused again.
      if (!seen.add(entry) && entry.what() != Stock.LOST) {
        found.add(
            "the events say twice that %s is %s".formatted(entry.reservationId(), word(entry)));
      }
      if (isWhole && !answers.stocked().containsKey(proof(entry))) {
        found.add(
            "the events say that %s is %s, the inventory never did"
                .formatted(entry.reservationId(), word(entry)));
      }
    }
    return found;
  }

  private static Stocked proof(StockEntry entry) {
    return switch (entry.what()) {
      case HELD -> new Stocked(entry.reservationId(), ReservationOperation.RESERVE, true);
      case SOLD -> new Stocked(entry.reservationId(), ReservationOperation.COMMIT, true);
      case LOST -> new Stocked(entry.reservationId(), ReservationOperation.COMMIT, false);
    };
  }

  private static String word(StockEntry entry) {
    return switch (entry.what()) {
      case HELD -> "held";
      case SOLD -> "sold";
      case LOST -> "lost";
    };
  }
}
