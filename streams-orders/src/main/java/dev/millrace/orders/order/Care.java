package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people do to an order beside its checkout: holds, exceptions, cancelled units.
 *
 * @param facts what the fraud check should know of the current attempt
 * @param holds why it is not fulfilled yet
 * @param troubles what needs a person, the oldest first
 * @param cancelled units that were given up, by line
 * @param cancelledMinor their price
 * @param waivedMinor of that, what had not been asked for and is not taken
 * @param cancellations ids of cancellations and edits that were carried out
 * @param unresolved payment requests of which nobody knows what became of them
 * @param retries how often something was asked for again
 * @param lateHolds that were released because nobody waited for them any more, the latest
 * @param additions orders that hold further units, and the one that this order adds to
 */
public record Care(
    FraudFacts facts,
    List<Hold> holds,
    List<Trouble> troubles,
    Map<String, Integer> cancelled,
    long cancelledMinor,
    long waivedMinor,
    List<String> cancellations,
    List<String> unresolved,
    int retries,
    List<String> lateHolds,
    Additions additions) {

  /** More than one order ever hears of at a time. */
  static final int LATE_HOLDS_MAX = 50;

  /** Nobody has done anything. */
  public static final Care NONE =
      new Care(
          FraudFacts.NONE,
          List.of(),
          List.of(),
          Map.of(),
          0,
          0,
          List.of(),
          List.of(),
          0,
          List.of(),
          Additions.NONE);

  public Care {
    holds = List.copyOf(holds);
    troubles = List.copyOf(troubles);
    cancelled = Map.copyOf(cancelled);
    cancellations = List.copyOf(cancellations);
    unresolved = List.copyOf(unresolved);
    lateHolds = List.copyOf(lateHolds);
  }

  /**
   * A reason not to fulfil an order yet. Not to be confused with the inventory's holds of units.
   *
   * @param note for our own people
   */
  public record Hold(String holdId, String reason, @Nullable String note, Instant since) {}

  Optional<Hold> hold(String holdId) {
    return holds.stream().filter(one -> one.holdId().equals(holdId)).findFirst();
  }

  /** Whether something is open under this name. */
  boolean isOpen(String reason) {
    return troubles.stream().anyMatch(one -> one.reason().equals(reason));
  }

  /** What may have gone back through these without anybody knowing. */
  long inDoubtMinor(List<Payment.Refund> refunds) {
    return refunds.stream()
        .filter(
            one -> one.step() == Payment.RefundStep.FAILED && unresolved.contains(one.requestId()))
        .mapToLong(Payment.Refund::amountMinor)
        .sum();
  }

  int cancelledUnits(String lineId) {
    return cancelled.getOrDefault(lineId, 0);
  }

  /** Another attempt begins: what was found out about the one before does not concern it. */
  Care nextAttempt(FraudFacts newFacts) {
    return new Care(
        newFacts,
        holds.stream().filter(one -> !one.reason().equals(Reasons.FRAUD_REVIEW)).toList(),
        Trouble.ofEnded(troubles),
        Map.of(),
        0,
        0,
        List.of(),
        unresolved,
        retries,
        lateHolds,
        additions);
  }

  Care plus(Hold hold) {
    List<Hold> all = new ArrayList<>(holds);
    all.add(hold);
    return with(all, troubles, unresolved, retries);
  }

  Care without(String holdId) {
    return with(
        holds.stream().filter(one -> !one.holdId().equals(holdId)).toList(),
        troubles,
        unresolved,
        retries);
  }

  Care troubles(List<Trouble> open) {
    return with(holds, open, unresolved, retries);
  }

  Care inDoubt(String requestId) {
    return with(holds, troubles, withLatest(unresolved, requestId), retries);
  }

  Care retried(String failedRequestId) {
    return with(
        holds,
        troubles,
        unresolved.stream().filter(one -> !one.equals(failedRequestId)).toList(),
        retries + 1);
  }

  Care cancelled(OrderEvent.LinesCancelled event) {
    Map<String, Integer> units = new LinkedHashMap<>(cancelled);
    long amountMinor = 0;
    for (OrderEvent.CancelledLine line : event.lines()) {
      units.merge(line.lineId(), line.quantity(), Integer::sum);
      amountMinor += line.amountMinor();
    }
    return new Care(
        facts,
        holds,
        troubles,
        units,
        cancelledMinor + amountMinor,
        waivedMinor + event.waivedMinor(),
        withLatest(cancellations, event.cancellationId()),
        unresolved,
        retries,
        lateHolds,
        additions);
  }

  /** An edit was carried out; its id may stand there already, of units that it gave up. */
  Care edited(String editId) {
    return with(withLatest(cancellations, editId), lateHolds, additions);
  }

  /** Units that came too late are released. */
  Care late(String reservationId) {
    List<String> all = withLatest(lateHolds, reservationId);
    return with(
        cancellations,
        all.subList(Math.max(0, all.size() - LATE_HOLDS_MAX), all.size()),
        additions);
  }

  Care additions(UnaryOperator<Additions> change) {
    return with(cancellations, lateHolds, change.apply(additions));
  }

  private static List<String> withLatest(List<String> ids, String latest) {
    List<String> all = new ArrayList<>(ids);
    all.remove(latest);
    all.add(latest);
    return all;
  }

  private Care with(
      List<String> newCancellations, List<String> newLateHolds, Additions newAdditions) {
    return new Care(
        facts,
        holds,
        troubles,
        cancelled,
        cancelledMinor,
        waivedMinor,
        newCancellations,
        unresolved,
        retries,
        newLateHolds,
        newAdditions);
  }

  private Care with(List<Hold> newHolds, List<Trouble> open, List<String> inDoubt, int newRetries) {
    return new Care(
        facts,
        newHolds,
        open,
        cancelled,
        cancelledMinor,
        waivedMinor,
        cancellations,
        inDoubt,
        newRetries,
        lateHolds,
        additions);
  }
}
