package dev.millrace.standalone.audit;

import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.orders.order.RequestIds;
import dev.millrace.standalone.audit.OrderAccount.Money;
import dev.millrace.standalone.audit.OrderAccount.MoneyEntry;
import dev.millrace.standalone.audit.OrderAnswers.Asked;
import dev.millrace.standalone.audit.OrderAnswers.Paid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the money in an order's events against what was asked of the payment provider and what it
 * answered: every success is in the events once, and nothing is there that was not answered.
 */
final class MoneyComparison {

  private final OrderAccount account;
  private final OrderAnswers answers;
  private final Instant settledBefore;
  private final boolean isWhole;
  private final List<String> found = new ArrayList<>(0);

  private MoneyComparison(
      OrderAccount account, OrderAnswers answers, Instant settledBefore, boolean isWhole) {
    this.account = account;
    this.answers = answers;
    this.settledBefore = settledBefore;
    this.isWhole = isWhole;
  }

  /**
   * What does not agree, in sentences.
   *
   * @param settledBefore answers given since may not have reached the order
   * @param isWhole whether all requests and answers of the order are still kept
   */
  static List<String> differences(
      OrderAccount account, OrderAnswers answers, Instant settledBefore, boolean isWhole) {
    var comparison = new MoneyComparison(account, answers, settledBefore, isWhole);
    answers.paid().forEach(comparison::isInEvents);
    comparison.eventsAreAnswered();
    return comparison.found;
  }

  private void isInEvents(Paid paid, Instant at) {
    if (isWhole && !answers.asked().containsKey(paid.requestId())) {
      found.add("the provider answered %s, which nobody asked".formatted(paid.requestId()));
    }
    Money what = meaning(paid);
    if (what == null || !at.isBefore(settledBefore)) {
      return;
    }
    Asked asked = answers.asked().get(paid.requestId());
    boolean isExact = what == Money.CAPTURED || what == Money.REFUNDED;
    if (isExact && asked != null && asked.amountMinor() != paid.amountMinor()) {
      found.add(
          "%s asked for %,d and %,d is %s"
              .formatted(paid.requestId(), asked.amountMinor(), paid.amountMinor(), word(what)));
    }
    List<MoneyEntry> entries =
        account.money().stream()
            .filter(entry -> entry.what() == what)
            .filter(entry -> isAbout(entry, paid.requestId()))
            .toList();
    if (entries.isEmpty()) {
      found.add(
          "the provider has %s %,d by %s, none of the events says so"
              .formatted(word(what), paid.amountMinor(), paid.requestId()));
    } else if (entries.stream().noneMatch(one -> one.amountMinor() == paid.amountMinor())) {
      found.add(
          "the provider has %s %,d by %s, the events say %,d"
              .formatted(
                  word(what),
                  paid.amountMinor(),
                  paid.requestId(),
                  entries.getFirst().amountMinor()));
    }
  }

  private void eventsAreAnswered() {
    Set<String> seen = new HashSet<>();
    for (MoneyEntry entry : account.money()) {
      boolean moves = meansMoney(entry.what());
      if (moves && !seen.add(entry.what() + " " + key(entry.what(), entry.requestId()))) {
        found.add("the events say twice that %s is %s".formatted(entry.requestId(), word(entry)));
      }
      if (isWhole && !isAnswered(entry)) {
        found.add(
            "the events say that %s is %s, the provider never did"
                .formatted(entry.requestId(), word(entry)));
      }
    }
  }

  private boolean isAnswered(MoneyEntry entry) {
    // No provider knows of cash.
    return isCash(entry.what())
        || answers.paid().keySet().stream().anyMatch(paid -> proves(paid, entry));
  }

  private boolean proves(Paid paid, MoneyEntry entry) {
    return switch (entry.what()) {
      case AUTHORIZED ->
          (meaning(paid) == Money.AUTHORIZED && isAbout(entry, paid.requestId()))
              || provesByVoid(paid, entry);
      case CAPTURED, VOIDED, REFUNDED ->
          meaning(paid) == entry.what() && paid.requestId().equals(entry.requestId());
      case CASH_RECEIVED, CASH_GIVEN_BACK -> false;
      case DECLINED, FAILED ->
          paid.outcome() != PaymentOutcome.SUCCEEDED && paid.requestId().equals(entry.requestId());
    };
  }

  /** Of some promises nobody heard before they were given back. */
  private boolean provesByVoid(Paid paid, MoneyEntry authorized) {
    Asked asked = answers.asked().get(paid.requestId());
    return meaning(paid) == Money.VOIDED
        && asked != null
        && RequestIds.firstOf(authorized.requestId()).equals(asked.authorizationRequestId());
  }

  private static boolean isAbout(MoneyEntry entry, String requestId) {
    return key(entry.what(), entry.requestId()).equals(key(entry.what(), requestId));
  }

  /** However often a promise is asked for and confirmed, it is one promise. */
  private static String key(Money what, String requestId) {
    return what == Money.AUTHORIZED ? RequestIds.firstOf(requestId) : requestId;
  }

  private static @Nullable Money meaning(Paid paid) {
    if (paid.outcome() != PaymentOutcome.SUCCEEDED) {
      return null;
    }
    return switch (paid.operation()) {
      case AUTHORIZE -> Money.AUTHORIZED;
      case CAPTURE -> Money.CAPTURED;
      case VOID -> Money.VOIDED;
      case REFUND -> Money.REFUNDED;
      case UNKNOWN -> null;
    };
  }

  private static boolean isCash(Money what) {
    return what == Money.CASH_RECEIVED || what == Money.CASH_GIVEN_BACK;
  }

  private static boolean meansMoney(Money what) {
    return what != Money.DECLINED && what != Money.FAILED;
  }

  private static String word(MoneyEntry entry) {
    return word(entry.what());
  }

  private static String word(Money what) {
    return switch (what) {
      case AUTHORIZED -> "authorised";
      case CAPTURED -> "captured";
      case VOIDED -> "voided";
      case REFUNDED -> "refunded";
      case DECLINED -> "declined";
      case FAILED -> "failed";
      case CASH_RECEIVED -> "received in cash";
      case CASH_GIVEN_BACK -> "given back in cash";
    };
  }
}
