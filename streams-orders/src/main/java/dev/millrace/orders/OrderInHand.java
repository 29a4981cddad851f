package dev.millrace.orders;

import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.Request;
import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.CheckoutSaga;
import dev.millrace.orders.order.CheckoutTerms;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderDecider;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.OrderFold;
import dev.millrace.orders.order.OrderRejection;
import dev.millrace.orders.order.Refusal;
import dev.millrace.orders.order.ReturnTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One order while one command is decided: the order before, after, and who waits for its stock. */
final class OrderInHand {

  /** What decides and what asks for the rest; shared by all orders of a task. */
  record Rules(OrderDecider decider, CheckoutSaga saga) {
    static Rules of(CheckoutTerms terms, ReturnTerms returns, FraudPolicy fraud) {
      return new Rules(new OrderDecider(terms, returns, fraud), new CheckoutSaga(terms, returns));
    }
  }

  private final String orderId;
  private final @Nullable Order before;
  private final List<WaitingRequest> waiting;
  private @Nullable Order after;
  private boolean waitsAnew;

  /**
   * Takes an order in hand.
   *
   * @param stored null for one that nothing has happened to
   */
  OrderInHand(String orderId, @Nullable Order stored, List<WaitingRequest> waiting) {
    this.orderId = orderId;
    this.before = stored;
    this.waiting = new ArrayList<>(waiting);
    this.after = stored;
  }

  String orderId() {
    return orderId;
  }

  @Nullable Order before() {
    return before;
  }

  /** The order as it is now; there is one once a command was accepted. */
  Order order() {
    return Objects.requireNonNull(after, "an accepted command leaves an order");
  }

  /** A time that does not run backwards for this order. */
  Instant notBefore(Instant at) {
    return before != null && before.lastAt().isAfter(at) ? before.lastAt() : at;
  }

  /** Whether there is anything to store. */
  boolean isChanged() {
    return sequenceOf(after) > sequenceOf(before) || waitsAnew;
  }

  /**
   * Decides a command and folds what happens; adds events and follow-ups to the outcome.
   *
   * @return why it was refused; empty when it was accepted
   */
  Optional<Refusal> decide(
      Rules rules, OrderCommand command, Caller caller, Instant now, OrdersOutcome outcome) {
    return switch (rules.decider().decide(before, command, caller, now)) {
      case Decision.Rejected<OrderEvent, Refusal> rejected -> Optional.of(rejected.reason());
      case Decision.Accepted<OrderEvent, Refusal> accepted -> {
        for (OrderEvent event : accepted.events()) {
          Order was = after;
          long sequence = sequenceOf(was) + 1;
          var recorded = new OrderEvent.Recorded(event, sequence, now, command.commandId(), caller);
          Order is = OrderFold.evolve(was, recorded);
          after = is;
          outcome.events().add(EventAvro.event(orderId, recorded));
          for (FollowUp followUp : rules.saga().on(was, event, is)) {
            FollowUpAvro.add(followUp, is, now, outcome);
          }
        }
        yield Optional.empty();
      }
    };
  }

  /**
   * What a command would do, by the same decider and the same fold; nothing happens.
   *
   * @param wouldBe hears of the order as it would be
   * @return why it would be refused; empty when it would be accepted
   */
  Optional<Refusal> preview(
      Rules rules, OrderCommand command, Caller caller, Instant now, Consumer<Order> wouldBe) {
    return switch (rules.decider().decide(before, command, caller, now)) {
      case Decision.Rejected<OrderEvent, Refusal> rejected -> Optional.of(rejected.reason());
      case Decision.Accepted<OrderEvent, Refusal> accepted -> {
        Order is = OrderFold.after(before, accepted.events(), command, caller, now);
        wouldBe.accept(Objects.requireNonNull(is, "only what there is can be changed"));
        yield Optional.empty();
      }
    };
  }

  /**
   * Notes who waits for this order's stock, each edge and command once.
   *
   * @return why nobody may wait; empty when it was noted
   */
  Optional<Refusal> await(Request request) {
    WaitingRequest one = OrderReplies.waiting(request);
    for (WaitingRequest other : waiting) {
      if (other.getCommandId().equals(one.getCommandId())) {
        if (!other.getFingerprint().equals(one.getFingerprint())) {
          return Optional.of(
              Refusal.of(
                  OrderRejection.IDEMPOTENCY_KEY_REUSED,
                  "This idempotency key was used for another request."));
        }
        waiting.remove(other);
        break;
      }
    }
    if (waiting.size() >= OrderReplies.WAITING_MAX) {
      return Optional.of(
          Refusal.about(
              OrderRejection.TOO_MANY_WAITING,
              orderId,
              "Too many requests wait for this order; ask for the order instead."));
    }
    waiting.add(one);
    waitsAnew = true;
    return Optional.empty();
  }

  /** Who waits. */
  List<WaitingRequest> waiting() {
    return List.copyOf(waiting);
  }

  /** Those who waited and can be answered, because the stock has answered; they wait no more. */
  List<WaitingRequest> takeAnswerable() {
    if (after == null || after.status() == Order.Status.PENDING_STOCK) {
      return List.of();
    }
    List<WaitingRequest> answerable = waiting();
    waiting.clear();
    return answerable;
  }

  private static long sequenceOf(@Nullable Order order) {
    return order == null ? 0 : order.sequence();
  }
}
