package dev.millrace.orders.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An order's money, in minor units, folded from what the provider said. Promised and voided amounts
 * add up over attempts: what is promised and not voided is what the provider keeps.
 *
 * @param status of the current attempt
 * @param amounts through the provider; {@code cash} has its own
 * @param captures of the current attempt
 * @param authorizations that are not settled; the current attempt's is last
 */
public record Payment(
    Status status,
    Amounts amounts,
    @Nullable String actionUrl,
    Captures captures,
    List<Authorization> authorizations,
    List<Refund> refunds,
    Cash cash) {

  static final Payment NONE =
      new Payment(
          Status.NONE,
          new Amounts(0, 0, 0, 0),
          null,
          Captures.NONE,
          List.of(),
          List.of(),
          Cash.NONE);

  public Payment {
    authorizations = List.copyOf(authorizations);
    refunds = List.copyOf(refunds);
  }

  /** What was promised, taken, given back after it was taken, and given back before, in all. */
  public record Amounts(
      long authorizedMinor, long capturedMinor, long refundedMinor, long voidedMinor) {

    Amounts plusAuthorized(long amountMinor) {
      return new Amounts(authorizedMinor + amountMinor, capturedMinor, refundedMinor, voidedMinor);
    }

    Amounts plusCaptured(long amountMinor) {
      return new Amounts(authorizedMinor, capturedMinor + amountMinor, refundedMinor, voidedMinor);
    }

    Amounts plusRefunded(long amountMinor) {
      return new Amounts(authorizedMinor, capturedMinor, refundedMinor + amountMinor, voidedMinor);
    }

    Amounts plusVoided(long amountMinor) {
      return new Amounts(authorizedMinor, capturedMinor, refundedMinor, voidedMinor + amountMinor);
    }

    boolean isAllRefunded() {
      return refundedMinor >= capturedMinor;
    }
  }

  /** Where the payment stands, as answers show it. */
  public enum Status {
    NONE,
    AUTHORIZING,
    REQUIRES_ACTION,
    /** The payer confirms elsewhere and later. */
    PENDING,
    AUTHORIZED,
    /** To be paid in cash on delivery. */
    CASH_DUE,
    PARTIALLY_CAPTURED,
    CAPTURED,
    PARTIALLY_REFUNDED,
    REFUNDED,
    DECLINED,
    VOIDED
  }

  /** How far something that the provider is asked once has come. */
  public enum Progress {
    NONE,
    ASKED,
    DONE,
    FAILED
  }

  /** What has become of a promise that was asked for. */
  public enum Promise {
    ASKED,
    AUTHORIZED,
    DECLINED
  }

  /** One attempt's promise of money. */
  public record Authorization(
      int attempt,
      long amountMinor,
      Promise promise,
      int confirmations,
      Progress voiding,
      int voidsAsked) {

    Authorization at(Promise next) {
      return new Authorization(attempt, amountMinor, next, confirmations, voiding, voidsAsked);
    }

    Authorization confirmedAgain() {
      return new Authorization(
          attempt, amountMinor, Promise.ASKED, confirmations + 1, voiding, voidsAsked);
    }

    Authorization askVoid() {
      return new Authorization(
          attempt, amountMinor, promise, confirmations, Progress.ASKED, voidsAsked + 1);
    }

    Authorization voidEnded(Progress ended) {
      return new Authorization(attempt, amountMinor, promise, confirmations, ended, voidsAsked);
    }

    /** Whether the provider neither keeps nor can still come to keep this money. */
    boolean isSettled() {
      return promise == Promise.DECLINED || voiding == Progress.DONE;
    }

    /** The latest request for this promise. */
    String requestId(String orderId) {
      return confirmations == 0
          ? RequestIds.authorize(orderId, attempt)
          : RequestIds.confirm(orderId, attempt, confirmations);
    }

    /** Whether a request, not only the latest, asked for this promise. */
    boolean wasAskedBy(String orderId, String requestId) {
      String first = RequestIds.authorize(orderId, attempt);
      return requestId.equals(first) || requestId.startsWith(first + ":");
    }
  }

  /** What has become of money that goes back. */
  public enum RefundStep {
    /** Waits until the money has been taken. */
    QUEUED,
    ASKED,
    DONE,
    FAILED,
    /** Another settlement, a void or a whole refund, covers it. */
    DROPPED
  }

  public record Refund(String requestId, long amountMinor, RefundStep step) {
    Refund at(RefundStep next) {
      return new Refund(requestId, amountMinor, next);
    }
  }

  Optional<Authorization> ofAttempt(int attempt) {
    return authorizations.stream().filter(one -> one.attempt() == attempt).findFirst();
  }

  /** Taken money that is neither given back nor on its way back; cash that is not waived either. */
  long refundableMinor() {
    if (cash.isAgreed()) {
      return cash.refundableMinor();
    }
    long promised = 0;
    for (Refund refund : refunds) {
      if (refund.step() == RefundStep.ASKED || refund.step() == RefundStep.DONE) {
        promised += refund.amountMinor();
      }
    }
    return Math.max(0, amounts.capturedMinor() - promised);
  }

  /**
   * What may still be promised back: of what was taken, or, as long as more may be taken, of what
   * will be. Of an order in cash it is what was not promised back yet, paid or not.
   *
   * @param expectedMinor what is expected to be taken in all; 0 if only taken money counts
   */
  long grantableMinor(long expectedMinor) {
    if (cash.isAgreed()) {
      return cash.refundableMinor();
    }
    long promised = 0;
    for (Refund refund : refunds) {
      if (refund.step() == RefundStep.QUEUED
          || refund.step() == RefundStep.ASKED
          || refund.step() == RefundStep.DONE) {
        promised += refund.amountMinor();
      }
    }
    boolean moreMayCome = captures.isAsked() || remainderMinor() > 0;
    long willBeMinor =
        moreMayCome ? Math.min(expectedMinor, captures.countedMinor() + remainderMinor()) : 0;
    return Math.max(0, Math.max(amounts.capturedMinor(), willBeMinor) - promised);
  }

  Payment at(Status next) {
    return at(next, null);
  }

  Payment at(Status next, @Nullable String url) {
    return new Payment(next, amounts, url, captures, authorizations, refunds, cash);
  }

  Payment nextAttempt() {
    List<Authorization> unsettled =
        authorizations.stream().filter(one -> !one.isSettled()).toList();
    return new Payment(Status.NONE, amounts, null, Captures.NONE, unsettled, refunds, Cash.NONE);
  }

  Payment authorized(long amountMinor) {
    return with(amounts.plusAuthorized(amountMinor));
  }

  Payment voided(long amountMinor) {
    return with(amounts.plusVoided(amountMinor));
  }

  Payment captured(String requestId, long amountMinor, long releasedMinor) {
    return with(amounts.plusCaptured(amountMinor).plusVoided(releasedMinor))
        .with(captures.at(requestId, Progress.DONE))
        .atMoneyMoved();
  }

  Payment refunded(long amountMinor) {
    return with(amounts.plusRefunded(amountMinor)).atMoneyMoved();
  }

  Payment capture(Captures.Capture asked) {
    return with(captures.plus(asked));
  }

  Payment captureFailed(String requestId) {
    return with(captures.at(requestId, Progress.FAILED));
  }

  /** The status once money has been taken, by what was taken, given back and may yet be taken. */
  Payment atMoneyMoved() {
    if (amounts.refundedMinor() > 0) {
      return at(
          amounts.isAllRefunded() && remainderMinor() == 0
              ? Status.REFUNDED
              : Status.PARTIALLY_REFUNDED);
    }
    return at(
        remainderMinor() > 0 || captures.isAsked() ? Status.PARTIALLY_CAPTURED : Status.CAPTURED);
  }

  Payment cash(UnaryOperator<Cash> change) {
    Cash changed = change.apply(cash);
    return new Payment(
        changed.status(), amounts, actionUrl, captures, authorizations, refunds, changed);
  }

  /** A capture that failed is asked for again. */
  Payment captureAgain(String failedRequestId, String requestId, long amountMinor) {
    return with(captures.again(failedRequestId, requestId, amountMinor));
  }

  /** How far the captures have come in all. */
  public Progress capture() {
    return captures.progress();
  }

  /** The promise that captures take from; none for an order that no provider was asked for. */
  public Optional<Authorization> promise() {
    return authorizations.isEmpty() ? Optional.empty() : Optional.of(authorizations.getLast());
  }

  /** What is promised and neither taken, nor asked to be, nor given back. */
  public long remainderMinor() {
    return promise()
        .filter(one -> one.promise() == Promise.AUTHORIZED && one.voiding() == Progress.NONE)
        .filter(one -> !captures.isEnded())
        .map(one -> Math.max(0, one.amountMinor() - captures.countedMinor()))
        .orElse(0L);
  }

  /**
   * What of the promise goes back to the payer when the capture of this request, a last one, is
   * done.
   */
  long releasedBy(String requestId) {
    boolean isLast = captures.asked(requestId).map(Captures.Capture::isLast).orElse(false);
    return isLast
        ? promise().map(one -> Math.max(0, one.amountMinor() - captures.countedMinor())).orElse(0L)
        : 0;
  }

  Payment plus(Authorization authorization) {
    List<Authorization> all = new ArrayList<>(authorizations);
    all.add(authorization);
    return with(all, refunds);
  }

  Payment changeAttempt(int attempt, UnaryOperator<Authorization> change) {
    return with(
        authorizations.stream()
            .map(one -> one.attempt() == attempt ? change.apply(one) : one)
            .toList(),
        refunds);
  }

  /**
   * Adds money that goes back: at once if it was taken, else once it is; never more than was taken.
   * Cash that was not paid yet is not asked for any more; cash that was paid is owed.
   */
  Payment refund(String requestId, long amountMinor) {
    if (amountMinor <= 0) {
      return this;
    }
    if (cash.isAgreed()) {
      return cash(one -> one.refund(amountMinor));
    }
    List<Refund> all = new ArrayList<>(refunds);
    all.add(new Refund(requestId, amountMinor, RefundStep.QUEUED));
    return with(authorizations, all).askQueuedRefunds();
  }

  /** Whether so much back is only cash that need not be paid any more: nobody gives any back. */
  boolean isLetOff(long amountMinor) {
    return cash.isAgreed() && cash.refund(amountMinor).toGiveBackMinor() == 0;
  }

  Payment askQueuedRefunds() {
    if (capture() == Progress.NONE || capture() == Progress.FAILED) {
      return this;
    }
    List<Refund> all = new ArrayList<>();
    long refundable = refundableMinor();
    boolean moreMayCome = captures.isAsked() || remainderMinor() > 0;
    boolean isWaiting = false;
    for (Refund refund : refunds) {
      isWaiting |=
          refund.step() == RefundStep.QUEUED && moreMayCome && refund.amountMinor() > refundable;
      if (refund.step() == RefundStep.QUEUED && !isWaiting) {
        long amountMinor = Math.min(refund.amountMinor(), refundable);
        refundable -= amountMinor;
        all.add(
            new Refund(
                refund.requestId(),
                amountMinor,
                amountMinor > 0 ? RefundStep.ASKED : RefundStep.DROPPED));
      } else {
        all.add(refund);
      }
    }
    return with(authorizations, all);
  }

  Payment dropQueuedRefunds() {
    return with(
        authorizations,
        refunds.stream()
            .map(one -> one.step() == RefundStep.QUEUED ? one.at(RefundStep.DROPPED) : one)
            .toList());
  }

  Payment replaceRefund(String requestId, Refund other) {
    return with(
        authorizations,
        refunds.stream().map(one -> one.requestId().equals(requestId) ? other : one).toList());
  }

  Payment changeRefund(String requestId, RefundStep step) {
    return with(
        authorizations,
        refunds.stream()
            .map(one -> one.requestId().equals(requestId) ? one.at(step) : one)
            .toList());
  }

  private Payment with(Amounts changed) {
    return new Payment(status, changed, actionUrl, captures, authorizations, refunds, cash);
  }

  private Payment with(Captures changed) {
    return new Payment(status, amounts, actionUrl, changed, authorizations, refunds, cash);
  }

  private Payment with(List<Authorization> newAuthorizations, List<Refund> newRefunds) {
    return new Payment(status, amounts, actionUrl, captures, newAuthorizations, newRefunds, cash);
  }
}
