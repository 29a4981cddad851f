package dev.millrace.orders.order;

import dev.millrace.orders.order.Draws.Draw;
import dev.millrace.orders.order.Draws.GiveBack;
import dev.millrace.orders.order.Draws.Step;
import dev.millrace.orders.order.OrderCommand.AccountOperation;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks accounts again for what they refused: to spend what they had kept, unless the order has
 * ended, and to take back what was spent. What others have given back meanwhile does not go back
 * twice. The ids stay: an account that had carried it out after all knows them.
 */
final class CreditRetries {

  private CreditRetries() {}

  /** What can be asked for again, each with how often the order did so. */
  static List<OrderEvent> of(Order order) {
    List<OrderEvent> steps = new ArrayList<>();
    Order then = order;
    for (Draw one : order.draws().all()) {
      if (one.step() == Step.LOST && !order.hasEnded()) {
        then = ask(then, AccountOperation.TAKE, one.holdId(), one.drawn(), steps);
      }
    }
    for (GiveBack one : order.draws().giveBacks()) {
      long amount = amount(then, one);
      if (amount > 0) {
        then =
            ask(
                then,
                one.holdId() == null ? AccountOperation.ISSUE : AccountOperation.GIVE_BACK,
                one.giveBackId(),
                amount,
                steps);
      }
    }
    return steps;
  }

  /** Whether nothing of this kind is open but for one request, which ends just now. */
  static boolean isSettledBut(Order order, String requestId, boolean isTaken) {
    return isTaken
        ? order.draws().all().stream()
            .filter(one -> !one.holdId().equals(requestId))
            .noneMatch(one -> one.step() == Step.LOST || one.step() == Step.TAKING)
        : order.draws().giveBacks().stream()
            .filter(one -> !one.giveBackId().equals(requestId))
            .noneMatch(one -> one.step() == RefundStep.ASKED || amount(order, one) > 0);
  }

  /** So much of what was refused can still go back. */
  private static long amount(Order order, GiveBack one) {
    if (one.step() != RefundStep.FAILED) {
      return 0;
    }
    long amount = order.draws().stillToGiveBack(one);
    return one.holdId() == null ? Math.min(amount, order.grantableMinor(0)) : amount;
  }

  private static Order ask(
      Order order,
      AccountOperation operation,
      String requestId,
      long amount,
      List<OrderEvent> steps) {
    var again = new DrawEvent.DrawRetried(operation, requestId, amount, order.care().retries() + 1);
    steps.add(again);
    return DrawFold.evolve(order, again);
  }
}
