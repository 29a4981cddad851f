package dev.millrace.orders.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.account.Account.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Any order of requests, held against a second, plainer book of the same account. */
class AccountModelTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int RUNS = 400;
  private static final int STEPS = 80;
  private static final long USES_MAX = 5;

  private final long seed = Long.getLong("millrace.seed", new Random().nextLong());
  private final Set<String> seen = new TreeSet<>();

  @Test
  void noOrderOfRequestsSpendsWhatIsNotThere() {
    for (int run = 0; run < RUNS; run++) {
      run(new Random(seed + run), run % 3 == 0 ? Kind.COUPON : Kind.GIFT_CARD);
    }
    assertThat(seen)
        .as("what the model came across, seed %d", seed)
        .contains(
            "amountIssued",
            "amountHeld",
            "amountTaken",
            "amountReleased",
            "amountGivenBack",
            "coupon_exhausted",
            "credit_insufficient",
            "gift_card_unknown",
            "give_back_exceeds_taken",
            "hold_already_released",
            "hold_already_taken",
            "take_exceeds_hold");
  }

  private void run(Random random, Kind kind) {
    AccountBook book = AccountBook.NONE;
    Instant now = START;
    long issued = 0;
    long taken = 0;
    long back = 0;
    Map<String, Long> heldNow = new HashMap<>();
    Map<String, Long> spent = new HashMap<>();
    Set<String> once = new HashSet<>();
    List<AccountEvent> log = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      now = now.plusSeconds(random.nextInt(25));
      List<AccountEvent> events = decide(book, random(random, kind), now);
      for (AccountEvent event : events) {
        log.add(event);
        seen.add(event.type());
        book = book.evolve(event);
        switch (event) {
          case AccountEvent.AmountIssued e -> {
            assertThat(once.add("i" + e.issueId())).as("seed %d", seed).isTrue();
            issued += e.amount();
          }
          case AccountEvent.AmountHeld e ->
              assertThat(heldNow.put(e.holdId(), e.amount())).as("seed %d", seed).isNull();
          case AccountEvent.AmountTaken e -> {
            assertThat(once.add("t" + e.holdId())).as("seed %d", seed).isTrue();
            heldNow.remove(e.holdId());
            spent.put(e.holdId(), e.amount());
            taken += e.amount();
          }
          case AccountEvent.AmountReleased e ->
              assertThat(heldNow.remove(e.holdId())).as("seed %d", seed).isEqualTo(e.amount());
          case AccountEvent.AmountGivenBack e -> {
            assertThat(once.add("g" + e.giveBackId() + e.holdId())).as("seed %d", seed).isTrue();
            assertThat(spent.merge(e.holdId(), -e.amount(), Long::sum))
                .as("seed %d", seed)
                .isNotNegative();
            back += e.amount();
          }
        }
        Account account = java.util.Objects.requireNonNull(book.account());
        assertThat(account.balance()).as("seed %d", seed).isEqualTo(issued - taken + back);
        assertThat(account.held())
            .as("seed %d", seed)
            .isEqualTo(heldNow.values().stream().mapToLong(Long::longValue).sum());
        assertThat(account.available()).as("seed %d", seed).isNotNegative();
        assertThat(replayed(log)).as("seed %d", seed).isEqualTo(book);
        if (kind == Kind.COUPON) {
          assertThat(taken - back + account.held())
              .as("uses, seed %d", seed)
              .isLessThanOrEqualTo(USES_MAX);
        }
      }
    }
  }

  private List<AccountEvent> decide(AccountBook book, AccountCommand command, Instant now) {
    return switch (AccountDecider.decide(book, command, now)) {
      case Decision.Rejected<AccountEvent, AccountRejection> rejected -> {
        seen.add(rejected.reason().code());
        yield List.of();
      }
      case Decision.Accepted<AccountEvent, AccountRejection> accepted -> {
        assertThat(secondAttempt(book, accepted.events(), command, now))
            .as("a second attempt of %s does nothing, seed %d", command, seed)
            .isTrue();
        yield accepted.events();
      }
    };
  }

  /** Told again at the same moment it changes nothing, or is refused by name. */
  private static boolean secondAttempt(
      AccountBook book, List<AccountEvent> events, AccountCommand command, Instant now) {
    AccountBook after = book;
    for (AccountEvent event : events) {
      after = after.evolve(event);
    }
    return switch (AccountDecider.decide(after, command, now)) {
      case Decision.Rejected<AccountEvent, AccountRejection> rejected -> false;
      case Decision.Accepted<AccountEvent, AccountRejection> accepted ->
          accepted.events().isEmpty();
    };
  }

  private static AccountBook replayed(List<AccountEvent> log) {
    AccountBook replayed = AccountBook.NONE;
    for (AccountEvent event : log) {
      replayed = replayed.evolve(event);
    }
    return replayed;
  }

  private static AccountCommand random(Random random, Kind kind) {
    String hold = "h" + random.nextInt(12);
    boolean isMoney = kind.isMoney();
    int scale = isMoney ? 400 : 1;
    return switch (random.nextInt(9)) {
      case 0 ->
          isMoney
              ? new AccountCommand.Issue(
                  "i" + random.nextInt(5), kind, "USD", 1 + random.nextInt(900), null, null, null)
              : new AccountCommand.Sweep();
      case 1, 2, 3 -> {
        long most = 1 + random.nextInt(scale);
        yield new AccountCommand.Hold(
            hold,
            kind,
            isMoney ? "USD" : "",
            most,
            1 + random.nextLong(most),
            Duration.ofSeconds(1 + random.nextInt(400)),
            isMoney ? null : 1 + random.nextLong(USES_MAX));
      }
      case 4, 5 -> new AccountCommand.Take(hold, 1 + random.nextInt(scale));
      case 6 -> new AccountCommand.Release(hold);
      case 7 -> new AccountCommand.Sweep();
      default ->
          new AccountCommand.GiveBack("g" + random.nextInt(4), hold, 1 + random.nextInt(scale));
    };
  }
}
