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
 * @param authorizations that are not settled; the current attempt's is last
 */
public record Payment(
    Status status,
    Amounts amounts,
    @Nullable String actionUrl,
    @Nullable String captureRequestId,
    Progress capture,
    List<Authorization> authorizations,
    List<Refund> refunds) {

  static final Payment NONE =
      new Payment(
          Status.NONE, new Amounts(0, 0, 0, 0), null, null, Progress.NONE, List.of(), List.of());

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
    AUTHORIZED,
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

  /** Taken money that is neither given back nor on its way back. */
  long refundableMinor() {
    long promised = 0;
    for (Refund refund : refunds) {
      if (refund.step() == RefundStep.ASKED || refund.step() == RefundStep.DONE) {
        promised += refund.amountMinor();
      }
    }
    return Math.max(0, amounts.capturedMinor() - promised);
  }

  /**
   * What may still be promised back: of what was taken, or, as long as it is not, of what will be.
   */
  long grantableMinor(long expectedMinor) {
    long promised = 0;
    for (Refund refund : refunds) {
      if (refund.step() == RefundStep.QUEUED
          || refund.step() == RefundStep.ASKED
          || refund.step() == RefundStep.DONE) {
        promised += refund.amountMinor();
      }
    }
    long takenMinor = capture == Progress.DONE ? amounts.capturedMinor() : expectedMinor;
    return Math.max(0, takenMinor - promised);
  }

  Payment at(Status next) {
    return at(next, null);
  }

  Payment at(Status next, @Nullable String url) {
    return new Payment(next, amounts, url, captureRequestId, capture, authorizations, refunds);
  }

  Payment nextAttempt() {
    List<Authorization> unsettled =
        authorizations.stream().filter(one -> !one.isSettled()).toList();
    return new Payment(Status.NONE, amounts, null, null, Progress.NONE, unsettled, refunds);
  }

  Payment authorized(long amountMinor) {
    return with(amounts.plusAuthorized(amountMinor));
  }

  Payment voided(long amountMinor) {
    return with(amounts.plusVoided(amountMinor));
  }

  Payment captured(long amountMinor) {
    return with(amounts.plusCaptured(amountMinor))
        .capture(captureRequestId, Progress.DONE)
        .at(Status.CAPTURED);
  }

  Payment refunded(long amountMinor) {
    Amounts after = amounts.plusRefunded(amountMinor);
    return with(after).at(after.isAllRefunded() ? Status.REFUNDED : Status.PARTIALLY_REFUNDED);
  }

  Payment capture(@Nullable String requestId, Progress progress) {
    return new Payment(status, amounts, actionUrl, requestId, progress, authorizations, refunds);
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
   */
  Payment refund(String requestId, long amountMinor) {
    if (amountMinor <= 0) {
      return this;
    }
    List<Refund> all = new ArrayList<>(refunds);
    all.add(new Refund(requestId, amountMinor, RefundStep.QUEUED));
    return with(authorizations, all).askQueuedRefunds();
  }

  Payment askQueuedRefunds() {
    if (capture != Progress.DONE) {
      return this;
    }
    List<Refund> all = new ArrayList<>();
    long refundable = refundableMinor();
    for (Refund refund : refunds) {
      if (refund.step() == RefundStep.QUEUED) {
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
    return new Payment(
        status, changed, actionUrl, captureRequestId, capture, authorizations, refunds);
  }

  private Payment with(List<Authorization> newAuthorizations, List<Refund> newRefunds) {
    return new Payment(
        status, amounts, actionUrl, captureRequestId, capture, newAuthorizations, newRefunds);
  }
}
