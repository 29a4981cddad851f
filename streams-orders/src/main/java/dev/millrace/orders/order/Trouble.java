package dev.millrace.orders.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Something about an order that needs a person.
 *
 * @param reason its name; an order has each at most once
 * @param since when it was first heard of
 */
public record Trouble(String reason, Instant since) {

  /** With one more; a reason that is open already stays open since then. */
  public static List<Trouble> opened(List<Trouble> before, String reason, Instant at) {
    if (before.stream().anyMatch(one -> one.reason().equals(reason))) {
      return before;
    }
    List<Trouble> after = new ArrayList<>(before);
    after.add(new Trouble(reason, at));
    return List.copyOf(after);
  }

  /** Without these. */
  public static List<Trouble> closed(List<Trouble> before, Collection<String> reasons) {
    return before.stream().filter(one -> !reasons.contains(one.reason())).toList();
  }

  /** What still needs a person once the order or its attempt has ended: money in doubt. */
  public static List<Trouble> ofEnded(List<Trouble> before) {
    return before.stream().filter(Trouble::outlivesTheOrder).toList();
  }

  /** Whether one of them keeps a confirmed order from going on. */
  public static boolean anyKeepsException(List<Trouble> open) {
    return open.stream().anyMatch(one -> !one.reason().equals(Reasons.FRAUD_REVIEW));
  }

  /**
   * The actions that may settle these.
   *
   * @param mayBeCancelled whether the order still stands or needs attention, so that it can be
   */
  public static List<String> resolutions(List<Trouble> open, boolean mayBeCancelled) {
    List<String> actions = new ArrayList<>();
    if (open.stream().anyMatch(one -> one.reason().endsWith(Reasons.FAILED))) {
      actions.add(Resolution.RETRY_PAYMENT_STEP.code());
    }
    if (open.stream().anyMatch(one -> one.reason().equals(Reasons.STOCK_COMMIT_REFUSED))) {
      actions.add(Resolution.RETRY_STOCK.code());
    }
    if (open.stream().anyMatch(Trouble::isOfCredit)) {
      actions.add(Resolution.RETRY_CREDIT.code());
    }
    if (!open.isEmpty()) {
      actions.add(Resolution.ACCEPT_AS_IS.code());
    }
    if (!open.isEmpty() && mayBeCancelled) {
      actions.add(Resolution.CANCEL.code());
    }
    return List.copyOf(actions);
  }

  private boolean isOfCredit() {
    return reason.equals(Reasons.CREDIT_TAKE_REFUSED)
        || reason.equals(Reasons.CREDIT_GIVE_BACK_REFUSED);
  }

  private boolean outlivesTheOrder() {
    return reason.equals(Reasons.VOID_FAILED)
        || reason.equals(Reasons.REFUND_FAILED)
        || reason.equals(Reasons.CREDIT_GIVE_BACK_REFUSED);
  }
}
