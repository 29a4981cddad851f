package dev.millrace.orders.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one event of an order moved or promised, or of an account that orders draw on. There is none
 * that is not balanced.
 *
 * @param orderId the order, or the account
 * @param number 1 for the first entry of the order or the account, then without a gap
 * @param eventSequence of the event
 */
public record Entry(
    String orderId,
    long number,
    long eventSequence,
    String eventType,
    Instant at,
    Terms terms,
    List<Posting> postings) {

  /**
   * @throws IllegalArgumentException if the postings do not add up to zero in every currency, or
   *     are not postings of an entry: at least two, none of nothing, no account twice
   */
  public Entry {
    postings = List.copyOf(postings);
    if (postings.size() < 2) {
      throw new IllegalArgumentException("an entry has two sides");
    }
    Map<String, Long> sums = new HashMap<>();
    Set<String> accounts = new HashSet<>();
    for (Posting posting : postings) {
      if (posting.amountMinor() == 0
          || !accounts.add(posting.account().id() + posting.currency())) {
        throw new IllegalArgumentException("nothing, or twice the same account: " + posting);
      }
      sums.merge(posting.currency(), posting.amountMinor(), Math::addExact);
    }
    if (sums.values().stream().anyMatch(sum -> sum != 0)) {
      throw new IllegalArgumentException("the postings add up to " + sums + ": " + postings);
    }
  }

  /** The entry's name, which is the event's. */
  public String entryId() {
    return orderId + ":" + eventSequence;
  }
}
