package dev.millrace.orders.journal;

import dev.millrace.orders.journal.Account.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What the platform keeps of one kind for units that came back. A fee that is said before there is
 * money is due until there is.
 *
 * @param kind the account that it goes to
 * @param dueMinor how much is still to come from each slot, in their order
 * @param keptMinor what has come, and has not gone back
 */
public record Fee(Kind kind, List<Long> dueMinor, long keptMinor) {
  public Fee {
    dueMinor = List.copyOf(dueMinor);
  }

  static Fee none(Kind kind) {
    return new Fee(kind, List.of(), 0);
  }

  long dueMinor(int slot) {
    return slot < dueMinor.size() ? dueMinor.get(slot) : 0;
  }

  Fee plusDue(long[] partsMinor) {
    List<Long> due = new ArrayList<>();
    for (int i = 0; i < partsMinor.length; i++) {
      due.add(dueMinor(i) + partsMinor[i]);
    }
    return new Fee(kind, due, keptMinor);
  }

  /** What was due of a slot has come, or a part of it. */
  Fee came(int slot, long amountMinor) {
    List<Long> due = new ArrayList<>(dueMinor);
    due.set(slot, due.get(slot) - amountMinor);
    return new Fee(kind, due, keptMinor + amountMinor);
  }

  Fee wentBack(long amountMinor) {
    return new Fee(kind, dueMinor, keptMinor - amountMinor);
  }
}
