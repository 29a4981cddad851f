package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** An inventory that holds, sells, refuses and takes back, and promises units beyond stock. */
final class TinyInventory {

  /** What the inventory knows of a hold. */
  static final class Hold {
    int quantity;
    String state = "held";
    int missing;

    Hold(int quantity, int missing) {
      this.quantity = quantity;
      this.missing = missing;
    }

    int there() {
      return quantity - missing;
    }

    boolean waits() {
      return missing > 0 && (state.equals("held") || state.equals("committed"));
    }
  }

  final Map<String, Hold> holds = new LinkedHashMap<>();
  private final Deque<FollowUp> asked = new ArrayDeque<>();
  private final Map<String, FollowUp.Reserve> refused = new LinkedHashMap<>();
  private final Set<String> seen;
  int unitsSold;
  int unitsReturned;
  int unitsDamaged;

  /**
   * @param seen collects the names of what becomes of backorders
   */
  TinyInventory(Set<String> seen) {
    this.seen = seen;
  }

  void ask(FollowUp command) {
    asked.add(command);
  }

  boolean isAsked() {
    return !asked.isEmpty();
  }

  /** What it says of the command that waits longest, if it says anything. */
  Optional<StockAnswered> answerOne(int pick, Instant now) {
    FollowUp next = asked.poll();
    return switch (next) {
      case null -> Optional.empty();
      case FollowUp.Reserve one -> {
        if (pick % 7 == 3) {
          refused.put(one.reservationId(), one);
          yield Optional.of(tooFew(one, pick / 7 % one.quantity()));
        }
        boolean done = pick % 5 != 0 && !holds.containsKey(one.reservationId());
        if (done) {
          int missing = one.backorderAllowed() ? pick / 7 % (one.quantity() + 1) : 0;
          holds.put(one.reservationId(), new Hold(one.quantity(), missing));
        } else if (!holds.containsKey(one.reservationId())) {
          refused.put(one.reservationId(), one);
        }
        yield Optional.of(answer(one.reservationId(), StockOperation.RESERVE, done, now));
      }
      case FollowUp.Commit one -> {
        Hold hold = holds.get(one.reservationId());
        boolean again = hold != null && hold.state.equals("expired") && pick % 2 == 0;
        boolean isSold = hold != null && hold.state.equals("committed");
        boolean done =
            isSold || pick % 7 != 0 && hold != null && (hold.state.equals("held") || again);
        if (hold != null && !isSold) {
          hold.state = done ? "committed" : "expired";
          hold.missing = again && done ? 0 : hold.missing;
          // Whoever sells a part gives the rest back.
          hold.quantity = done && one.units() != null ? one.units() : hold.quantity;
          unitsSold += done ? hold.there() : 0;
        }
        yield Optional.of(answer(one.reservationId(), StockOperation.COMMIT, done, now));
      }
      case FollowUp.Release one -> {
        Hold hold = holds.get(one.reservationId());
        if (hold != null) {
          hold.state = "released";
        }
        yield Optional.empty();
      }
      case FollowUp.Withdraw one -> {
        Hold hold = Objects.requireNonNull(holds.get(one.reservationId()));
        boolean known = hold.waits() || pick % 3 != 0;
        StockAnswered answer = answer(one.reservationId(), StockOperation.WITHDRAW, known, now);
        if (hold.waits()) {
          seen.add("withdrawn");
          hold.state = "withdrawn";
        }
        yield Optional.of(answer);
      }
      case FollowUp.ReturnToStock one -> {
        unitsReturned += one.quantity();
        yield Optional.empty();
      }
      case FollowUp.ReturnDamaged one -> {
        unitsDamaged += one.quantity();
        yield Optional.empty();
      }
      default -> throw new AssertionError(next);
    };
  }

  /** Units come for one of those who wait. */
  Optional<StockAnswered> fill(int pick, Instant now) {
    List<String> waiting =
        holds.entrySet().stream()
            .filter(one -> one.getValue().waits())
            .map(Map.Entry::getKey)
            .toList();
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    String reservationId = waiting.get(pick % waiting.size());
    Hold hold = Objects.requireNonNull(holds.get(reservationId));
    int units = 1 + pick / 5 % hold.missing;
    hold.missing -= units;
    unitsSold += hold.state.equals("committed") ? units : 0;
    seen.add(hold.state.equals("committed") ? "filled once sold" : "filled while held");
    return Optional.of(answer(reservationId, StockOperation.FILL, true, now));
  }

  /** What was refused is held after all, and nobody asked for that. */
  Optional<StockAnswered> holdLate(int pick, Instant now) {
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    String id = List.copyOf(refused.keySet()).get(pick % refused.size());
    FollowUp.Reserve late = Objects.requireNonNull(refused.remove(id));
    holds.put(id, new Hold(late.quantity(), 0));
    StockAnswered answer = answer(id, StockOperation.RESERVE, true, now);
    return Optional.of(
        new StockAnswered(
            answer.commandId() + "late",
            id,
            answer.operation(),
            true,
            null,
            answer.requested(),
            0,
            answer.expiresAt(),
            answer.allocations(),
            0,
            null,
            late.sku()));
  }

  private static StockAnswered tooFew(FollowUp.Reserve asked, int available) {
    return new StockAnswered(
        asked.reservationId() + "few",
        asked.reservationId(),
        StockOperation.RESERVE,
        false,
        "insufficient_stock",
        asked.quantity(),
        available,
        null,
        List.of(),
        0,
        null);
  }

  private StockAnswered answer(
      String reservationId, StockOperation operation, boolean done, Instant now) {
    Hold hold = holds.get(reservationId);
    int quantity = hold == null ? 0 : hold.quantity;
    int there = hold == null ? 0 : hold.there();
    return new StockAnswered(
        reservationId + operation,
        reservationId,
        operation,
        done,
        done ? null : "refused",
        quantity,
        0,
        done ? now.plus(OrderScene.TERMS.hold()) : null,
        done && there > 0 ? List.of(new Order.Allocation("wh_main", there)) : List.of(),
        done && operation != StockOperation.WITHDRAW ? quantity - there : 0,
        null);
  }
}
