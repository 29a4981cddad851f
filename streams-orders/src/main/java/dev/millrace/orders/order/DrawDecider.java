package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Draws.Draw;
import dev.millrace.orders.order.Draws.GiveBack;
import dev.millrace.orders.order.Draws.Step;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the answers of accounts do to an order. */
final class DrawDecider {

  private DrawDecider() {}

  /** The event of an answer about a hold, while one is awaited. */
  static Optional<DrawEvent> held(Order order, AccountAnswered answer) {
    Optional<Draw> draw = order.draws().find(answer.requestId());
    if (order.status() != Order.Status.PENDING_STOCK
        || draw.isEmpty()
        || draw.get().step() != Step.REQUESTED) {
      return Optional.empty();
    }
    return Optional.of(
        answer.done() && answer.expiresAt() != null
            ? new DrawEvent.DrawHeld(
                answer.requestId(), answer.accountId(), answer.amount(), answer.expiresAt())
            : new DrawEvent.DrawRefused(
                answer.requestId(), answer.accountId(), refusal(answer), answer.available()));
  }

  /** Answers about what was promised: a refusal is for a person. */
  static Decision<OrderEvent, Refusal> settled(Order order, AccountAnswered answer) {
    return switch (answer.operation()) {
      case TAKE -> taken(order, answer);
      case GIVE_BACK, ISSUE -> givenBack(order, answer);
      case HOLD, RELEASE, UNKNOWN -> accept();
    };
  }

  private static Decision<OrderEvent, Refusal> taken(Order order, AccountAnswered answer) {
    Optional<Draw> draw = order.draws().find(answer.requestId());
    if (draw.isEmpty() || draw.get().step() != Step.TAKING) {
      return accept();
    }
    return answer.done()
        ? accept(
            new DrawEvent.DrawTaken(draw.get().holdId(), draw.get().kind(), draw.get().drawn()))
        : failed(answer, Reasons.CREDIT_TAKE_REFUSED, order.status() != Order.Status.CANCELLED);
  }

  private static Decision<OrderEvent, Refusal> givenBack(Order order, AccountAnswered answer) {
    Optional<GiveBack> found = order.draws().giveBack(answer.requestId());
    if (found.isEmpty() || found.get().step() != RefundStep.ASKED) {
      return accept();
    }
    if (!answer.done()) {
      return failed(answer, Reasons.CREDIT_GIVE_BACK_REFUSED, true);
    }
    GiveBack back = found.get();
    String holdId = back.holdId();
    return accept(
        holdId == null
            ? new DrawEvent.StoreCreditIssued(back.requestId(), back.giveBackId(), back.amount())
            : new DrawEvent.DrawGivenBack(
                back.requestId(),
                back.giveBackId(),
                order.draws().find(holdId).orElseThrow().kind(),
                back.amount()));
  }

  private static Decision<OrderEvent, Refusal> failed(
      AccountAnswered answer, String reason, boolean needsAttention) {
    List<OrderEvent> events = new ArrayList<>();
    events.add(new DrawEvent.DrawFailed(answer.requestId(), answer.operation(), refusal(answer)));
    if (needsAttention) {
      events.add(
          new OrderEvent.OrderNeedsAttention(
              reason, "Account request %s: %s.".formatted(answer.requestId(), refusal(answer))));
    }
    return accept(events);
  }

  private static String refusal(AccountAnswered answer) {
    return answer.refusal() == null ? "refused" : answer.refusal();
  }
}
