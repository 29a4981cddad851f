package dev.millrace.orders.order;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentAnswered;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider that keeps promises by the request that began them, and gives an answer twice. */
final class TinyProvider {

  static final class Promise {
    long amount = OrderScene.TOTAL;
    boolean authorized;
    boolean voided;
    boolean ended;
    long captured;
    long refunded;
    boolean inDoubt;
    final Set<String> movedBy = new HashSet<>();
  }

  final Map<String, Promise> promises = new HashMap<>();
  private final Map<String, PaymentAnswered> answers = new HashMap<>();

  /** Whether more was asked back than anybody could believe to be there. */
  boolean overAsked;

  private final Deque<AskPayment> asked = new ArrayDeque<>();

  void ask(AskPayment request) {
    asked.add(request);
  }

  boolean isAsked() {
    return !asked.isEmpty();
  }

  /** What it says of the request that waits longest, which it may have answered before. */
  Optional<PaymentAnswered> answerOne(int pick) {
    AskPayment ask = asked.poll();
    if (ask == null) {
      return Optional.empty();
    }
    PaymentAnswered answer = answers.get(ask.requestId());
    if (answer == null || (answer.outcome() == PaymentOutcome.UNRESOLVED && isSettling(ask))) {
      answer = decide(ask, pick);
      answers.put(ask.requestId(), answer);
    }
    return Optional.of(answer);
  }

  /** Of these the worker may have heard nothing; the provider keeps what it did under the key. */
  private static boolean isSettling(AskPayment ask) {
    return ask.operation() == OrderCommand.PaymentOperation.CAPTURE
        || ask.operation() == OrderCommand.PaymentOperation.REFUND;
  }

  private PaymentAnswered decide(AskPayment ask, int pick) {
    String key =
        ask.authorizationRequestId() == null ? ask.requestId() : ask.authorizationRequestId();
    Promise promise = promises.computeIfAbsent(key, id -> new Promise());
    PaymentOutcome outcome =
        switch (ask.operation()) {
          case AUTHORIZE -> {
            promise.amount = ask.amountMinor();
            PaymentOutcome wanted = PaymentOutcome.values()[pick % 6 % 5];
            if (promise.voided) {
              wanted = PaymentOutcome.DECLINED;
            }
            if (wanted == PaymentOutcome.SUCCEEDED
                || (wanted == PaymentOutcome.UNRESOLVED && pick % 8 > 3)) {
              promise.authorized = true;
            }
            yield wanted;
          }
          case CAPTURE -> {
            if (promise.movedBy.contains(ask.requestId())) {
              yield PaymentOutcome.SUCCEEDED;
            }
            boolean fits = promise.captured + ask.amountMinor() <= promise.amount;
            if (!promise.authorized || promise.voided || promise.ended || !fits || pick % 16 == 0) {
              yield PaymentOutcome.DECLINED;
            }
            boolean isSilent = pick % 16 == 1;
            if (!isSilent || pick % 32 == 1) {
              promise.movedBy.add(ask.requestId());
              promise.captured += ask.amountMinor();
              promise.ended = ask.isLast();
            }
            yield isSilent ? PaymentOutcome.UNRESOLVED : PaymentOutcome.SUCCEEDED;
          }
          case VOID -> {
            boolean isLeft = !promise.ended && promise.captured < promise.amount;
            boolean was =
                promise.authorized
                    && isLeft
                    && ask.amountMinor() == promise.amount - promise.captured;
            promise.voided = isLeft;
            yield was ? PaymentOutcome.SUCCEEDED : PaymentOutcome.DECLINED;
          }
          case REFUND -> {
            boolean isNew = !promise.movedBy.contains(ask.requestId());
            if (isNew && ask.amountMinor() > promise.captured - promise.refunded) {
              // Only what nobody knew of can have been given back before.
              overAsked |= !promise.inDoubt;
              yield PaymentOutcome.DECLINED;
            }
            if (isNew && pick % 16 == 0) {
              yield PaymentOutcome.DECLINED;
            }
            if (promise.movedBy.add(ask.requestId())) {
              promise.refunded += ask.amountMinor();
            }
            promise.inDoubt |= pick % 16 == 1;
            yield pick % 16 == 1 ? PaymentOutcome.UNRESOLVED : PaymentOutcome.SUCCEEDED;
          }
          case UNKNOWN -> PaymentOutcome.DECLINED;
        };
    return new PaymentAnswered(
        ask.requestId(),
        ask.requestId(),
        ask.operation(),
        outcome,
        ask.amountMinor(),
        "ref",
        null,
        null);
  }

  long promisesKept() {
    return promises.values().stream().filter(one -> one.authorized && !one.voided).count();
  }

  long moneyKept() {
    return promises.values().stream()
        .filter(one -> one.authorized && !one.voided)
        .mapToLong(one -> (one.ended ? one.captured : one.amount) - one.refunded)
        .sum();
  }

  /** What is taken of promises whose rest went back, and not given back. */
  long moneyKeptOfVoided() {
    return promises.values().stream()
        .filter(one -> one.voided)
        .mapToLong(one -> one.captured - one.refunded)
        .sum();
  }
}
