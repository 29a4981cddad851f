package dev.millrace.orders.order;

import dev.millrace.orders.order.Draws.Draw;
import dev.millrace.orders.order.Draws.GiveBack;
import dev.millrace.orders.order.Draws.Step;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an order asks of the accounts that it draws on, read off the difference of two states. */
final class DrawSaga {

  private DrawSaga() {}

  static void add(@Nullable Order before, Order after, long holdMs, List<FollowUp> asked) {
    if (after.draws().equals(Draws.NONE)) {
      return;
    }
    Placement placement = after.attempt().placement();
    String currency = placement.quote().currency();
    // What is asked for again is another command.
    int retries = after.care().retries();
    boolean isAgain = before != null && before.care().retries() < retries;
    String again = isAgain ? ":" + retries : "";
    for (Draw one : after.draws().all()) {
      Step was =
          before == null ? null : before.draws().find(one.holdId()).map(Draw::step).orElse(null);
      if (was == one.step()) {
        continue;
      }
      String unit = one.isMoney() ? currency : "";
      switch (one.step()) {
        case REQUESTED ->
            asked.add(
                new FollowUp.HoldDraw(
                    RequestIds.command("hold-draw", one.holdId()), one, unit, holdMs));
        case TAKING ->
            asked.add(
                new FollowUp.TakeDraw(RequestIds.command("take-draw" + again, one.holdId()), one));
        case RELEASED ->
            asked.add(
                new FollowUp.ReleaseDraw(
                    RequestIds.command("release-draw", one.holdId()),
                    one,
                    after.reason() == null ? "not needed" : after.reason()));
        case HELD, REFUSED, TAKEN, LOST -> {
          // Answers of the account ask nothing of it.
        }
      }
    }
    for (GiveBack one : after.draws().giveBacks()) {
      Optional<GiveBack> was =
          before == null ? Optional.empty() : before.draws().giveBack(one.giveBackId());
      if (one.step() == RefundStep.ASKED
          && was.filter(other -> other.step() == RefundStep.ASKED).isEmpty()) {
        asked.add(giveBack(after, one, currency, again));
      }
    }
  }

  private static FollowUp giveBack(Order order, GiveBack one, String currency, String again) {
    String holdId = one.holdId();
    String commandId = RequestIds.command("give-back" + again, one.giveBackId());
    if (holdId == null) {
      String customerId = order.attempt().placement().customerId();
      return new FollowUp.IssueCredit(
          commandId,
          dev.millrace.schemas.id.Ids.storeCreditOf(customerId, currency),
          one.giveBackId(),
          customerId,
          currency,
          one.amount(),
          order.orderId());
    }
    return new FollowUp.GiveDrawBack(
        commandId,
        order.draws().find(holdId).orElseThrow().accountId(),
        one.giveBackId(),
        holdId,
        one.amount());
  }
}
