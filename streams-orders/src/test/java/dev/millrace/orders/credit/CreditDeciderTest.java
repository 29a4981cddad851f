package dev.millrace.orders.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.credit.CreditAccount.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gift cards and store credit. */
class CreditDeciderTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private @Nullable CreditAccount account;
  private @Nullable CreditRejection refusal;
  private List<CreditEvent> events = List.of();
  private Instant now = START;

  @Test
  void whatIsIssuedCanBeHeldTakenAndGivenBack() {
    issue("i1", 1000, null);
    hold("h1", 600);
    assertThat(there().availableMinor()).isEqualTo(400);
    assertThat(there().balanceMinor()).isEqualTo(1000);
    put(new CreditCommand.Take("h1"));
    assertThat(there().balanceMinor()).isEqualTo(400);
    put(new CreditCommand.GiveBack("g1", "h1", 250));
    put(new CreditCommand.GiveBack("g1", "h1", 250));
    assertThat(events).isEmpty();
    assertThat(there().balanceMinor()).isEqualTo(650);
    put(new CreditCommand.GiveBack("g2", "h1", 351));
    assertThat(refusal).isEqualTo(CreditRejection.GIVE_BACK_EXCEEDS_TAKEN);
  }

  @Test
  void allOfAnAmountIsHeldOrNothing() {
    issue("i1", 1000, null);
    hold("h1", 600);
    hold("h2", 401);
    assertThat(refusal).isEqualTo(CreditRejection.CREDIT_INSUFFICIENT);
    hold("h2", 400);
    assertThat(there().availableMinor()).isZero();
  }

  @Test
  void everyIdCountsOnceAndMeansOneThing() {
    issue("i1", 1000, null);
    issue("i1", 1000, null);
    assertThat(there().balanceMinor()).isEqualTo(1000);
    issue("i1", 999, null);
    assertThat(refusal).isEqualTo(CreditRejection.CREDIT_ID_REUSED);
    hold("h1", 600);
    hold("h1", 600);
    assertThat(events).isEmpty();
    hold("h1", 601);
    assertThat(refusal).isEqualTo(CreditRejection.CREDIT_ID_REUSED);
    put(new CreditCommand.Take("h1"));
    put(new CreditCommand.Take("h1"));
    assertThat(events).isEmpty();
    put(new CreditCommand.Release("h1"));
    assertThat(refusal).isEqualTo(CreditRejection.HOLD_ALREADY_TAKEN);
  }

  @Test
  void aHoldEndsAtItsMomentWhoeverAsks() {
    issue("i1", 1000, null);
    hold("h1", 600);
    now = START.plusSeconds(60);
    hold("h2", 1000);
    assertThat(events)
        .containsExactly(
            new CreditEvent.CreditReleased("h1", 600, true),
            new CreditEvent.CreditHeld("h2", 1000, START.plusSeconds(120)));
    put(new CreditCommand.Take("h1"));
    assertThat(refusal).as("others hold it").isEqualTo(CreditRejection.CREDIT_INSUFFICIENT);
    put(new CreditCommand.Release("h2"));
    put(new CreditCommand.Take("h1"));
    assertThat(there().balanceMinor()).isEqualTo(400);
  }

  @Test
  void cardsHaveACurrencyAKindAndAnEnd() {
    hold("h1", 1);
    assertThat(refusal).isEqualTo(CreditRejection.GIFT_CARD_UNKNOWN);
    put(new CreditCommand.Hold("h1", Kind.STORE_CREDIT, "USD", 1, START.plusSeconds(60)));
    assertThat(refusal).isEqualTo(CreditRejection.CREDIT_INSUFFICIENT);
    issue("i1", 1000, START.plusSeconds(30));
    put(new CreditCommand.Hold("h1", Kind.GIFT_CARD, "EUR", 1, START.plusSeconds(60)));
    assertThat(refusal).isEqualTo(CreditRejection.CURRENCY_MISMATCH);
    put(new CreditCommand.Issue("i2", Kind.GIFT_CARD, "EUR", 1, null));
    assertThat(refusal).isEqualTo(CreditRejection.CURRENCY_MISMATCH);
    put(new CreditCommand.Issue("i2", Kind.STORE_CREDIT, "USD", 1, null));
    assertThat(refusal).isEqualTo(CreditRejection.ACCOUNT_KIND_MISMATCH);
    now = START.plusSeconds(29);
    hold("h1", 1);
    assertThat(refusal).isNull();
    now = START.plusSeconds(30);
    hold("h2", 1);
    assertThat(refusal).isEqualTo(CreditRejection.GIFT_CARD_EXPIRED);
  }

  @Test
  void whatIsMalformedUnknownOrTooLargeIsRefused() {
    issue("i1", 0, null);
    assertThat(refusal).isEqualTo(CreditRejection.MALFORMED_COMMAND);
    issue(" ", 1, null);
    assertThat(refusal).isEqualTo(CreditRejection.MALFORMED_COMMAND);
    issue("i1", CreditAccount.BALANCE_MAX_MINOR, null);
    issue("i2", 1, null);
    assertThat(refusal).isEqualTo(CreditRejection.CREDIT_TOO_LARGE);
    put(new CreditCommand.Take("h9"));
    assertThat(refusal).isEqualTo(CreditRejection.HOLD_UNKNOWN);
    put(new CreditCommand.GiveBack("g1", "h9", 1));
    assertThat(refusal).isEqualTo(CreditRejection.HOLD_UNKNOWN);
  }

  @Test
  void whatAnAccountRemembersIsBounded() {
    issue("i1", 100_000, null);
    for (int i = 0; i < CreditAccount.REMEMBERED_MAX; i++) {
      hold("h" + i, 1);
    }
    hold("more", 1);
    assertThat(refusal).isEqualTo(CreditRejection.TOO_MANY_HOLDS);
    put(new CreditCommand.Release("h7"));
    hold("more", 1);
    assertThat(refusal).isNull();
    assertThat(there().holds()).hasSize(CreditAccount.REMEMBERED_MAX).doesNotContainKey("h7");
  }

  /** A second, much plainer book of the same account says what there must be. */
  @Test
  void noOrderOfRequestsSpendsMoneyThatIsNotThere() {
    long seed = Long.getLong("millrace.seed", new Random().nextLong());
    Set<String> seen = new TreeSet<>();
    for (int run = 0; run < 300; run++) {
      account = null;
      now = START;
      var random = new Random(seed + run);
      long issued = 0;
      long taken = 0;
      long back = 0;
      Map<String, Long> takenByHold = new HashMap<>();
      List<CreditEvent> log = new ArrayList<>();
      Set<String> once = new HashSet<>();
      for (int step = 0; step < 80; step++) {
        now = now.plusSeconds(random.nextInt(25));
        put(random(random));
        seen.add(refusal == null ? "" : refusal.code());
        for (CreditEvent event : events) {
          log.add(event);
          seen.add(event.getClass().getSimpleName());
          switch (event) {
            case CreditEvent.CreditIssued e -> {
              assertThat(once.add(e.issueId())).as("seed %d", seed).isTrue();
              issued += e.amountMinor();
            }
            case CreditEvent.CreditTaken e -> {
              assertThat(takenByHold.put(e.holdId(), e.amountMinor())).as("seed %d", seed).isNull();
              taken += e.amountMinor();
            }
            case CreditEvent.CreditGivenBack e -> {
              assertThat(once.add(e.giveBackId() + e.holdId())).as("seed %d", seed).isTrue();
              back += e.amountMinor();
            }
            case CreditEvent.CreditHeld e -> assertThat(e.amountMinor()).isPositive();
            case CreditEvent.CreditReleased e -> assertThat(e.amountMinor()).isPositive();
          }
        }
        if (account != null) {
          assertThat(account.balanceMinor()).as("seed %d", seed).isEqualTo(issued - taken + back);
          assertThat(account.availableMinor()).as("seed %d", seed).isNotNegative();
          assertThat(back).as("seed %d", seed).isLessThanOrEqualTo(taken);
        }
      }
      CreditAccount replayed = null;
      for (CreditEvent event : log) {
        replayed = CreditAccount.evolve(replayed, event);
      }
      assertThat(replayed).as("seed %d", seed).isEqualTo(account);
    }
    assertThat(seen)
        .as("what the model came across, seed %d", seed)
        .contains(
            "CreditIssued",
            "CreditHeld",
            "CreditTaken",
            "CreditReleased",
            "CreditGivenBack",
            "credit_insufficient",
            "give_back_exceeds_taken",
            "hold_already_taken");
  }

  private static CreditCommand random(Random random) {
    String hold = "h" + random.nextInt(12);
    return switch (random.nextInt(8)) {
      case 0 ->
          new CreditCommand.Issue(
              "i" + random.nextInt(5), Kind.GIFT_CARD, "USD", 1 + random.nextInt(900), null);
      case 1, 2, 3 ->
          new CreditCommand.Hold(
              hold,
              Kind.GIFT_CARD,
              "USD",
              1 + random.nextInt(400),
              START.plusSeconds(random.nextInt(2_000)));
      case 4, 5 -> new CreditCommand.Take(hold);
      case 6 -> new CreditCommand.Release(hold);
      default -> new CreditCommand.GiveBack("g" + random.nextInt(4), hold, 1 + random.nextInt(300));
    };
  }

  private void issue(String issueId, long amountMinor, @Nullable Instant expiresAt) {
    put(new CreditCommand.Issue(issueId, Kind.GIFT_CARD, "USD", amountMinor, expiresAt));
  }

  private void hold(String holdId, long amountMinor) {
    put(new CreditCommand.Hold(holdId, Kind.GIFT_CARD, "USD", amountMinor, now.plusSeconds(60)));
  }

  private void put(CreditCommand command) {
    refusal = null;
    events = List.of();
    switch (CreditDecider.decide(account, command, now)) {
      case Decision.Rejected<CreditEvent, CreditRejection> rejected -> refusal = rejected.reason();
      case Decision.Accepted<CreditEvent, CreditRejection> accepted -> {
        events = accepted.events();
        for (CreditEvent event : events) {
          account = CreditAccount.evolve(account, event);
        }
      }
    }
  }

  private CreditAccount there() {
    return java.util.Objects.requireNonNull(account);
  }
}
