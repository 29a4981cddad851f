package dev.millrace.orders.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.account.Account.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gift cards, store credit and uses of coupons. */
class AccountDeciderTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private AccountBook book = AccountBook.NONE;
  private @Nullable AccountRejection refusal;
  private List<AccountEvent> events = List.of();
  private Instant now = START;

  @Test
  void whatIsIssuedCanBeHeldTakenAndGivenBack() {
    issue("i1", 1000);
    hold("h1", 600);
    assertThat(there().available()).isEqualTo(400);
    assertThat(there().balance()).isEqualTo(1000);
    put(new AccountCommand.Take("h1", 600));
    assertThat(there().balance()).isEqualTo(400);
    put(new AccountCommand.GiveBack("g1", "h1", 250));
    put(new AccountCommand.GiveBack("g1", "h1", 250));
    assertThat(events).isEmpty();
    assertThat(there().balance()).isEqualTo(650);
    put(new AccountCommand.GiveBack("g1", "h1", 251));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_ID_REUSED);
    put(new AccountCommand.GiveBack("g2", "h1", 351));
    assertThat(refusal).isEqualTo(AccountRejection.GIVE_BACK_EXCEEDS_TAKEN);
  }

  @Test
  void asMuchIsHeldAsThereIsButNoLessThanWasAsked() {
    issue("i1", 1000);
    put(holdOf("h1", 5000, 1));
    assertThat(events).containsExactly(new AccountEvent.AmountHeld("h1", 1000, now.plus(MINUTE)));
    put(holdOf("h2", 1, 1));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    put(new AccountCommand.Take("h1", 300));
    assertThat(there().available()).as("what was not spent is free").isEqualTo(700);
    put(holdOf("h3", 701, 701));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    put(new AccountCommand.Take("h1", 301));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_ID_REUSED);
  }

  @Test
  void everyIdCountsOnceAndMeansOneThing() {
    issue("i1", 1000);
    issue("i1", 1000);
    assertThat(there().balance()).isEqualTo(1000);
    issue("i1", 999);
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_ID_REUSED);
    hold("h1", 600);
    hold("h1", 600);
    assertThat(events).isEmpty();
    hold("h1", 599);
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_ID_REUSED);
    put(new AccountCommand.Take("h1", 601));
    assertThat(refusal).isEqualTo(AccountRejection.TAKE_EXCEEDS_HOLD);
    put(new AccountCommand.Take("h1", 600));
    put(new AccountCommand.Take("h1", 600));
    assertThat(events).isEmpty();
    put(new AccountCommand.Release("h1"));
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_ALREADY_TAKEN);
    hold("h2", 100);
    put(new AccountCommand.Release("h2"));
    put(new AccountCommand.Release("h2"));
    assertThat(events).isEmpty();
    put(new AccountCommand.Take("h2", 100));
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_ALREADY_RELEASED);
    hold("h2", 100);
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_ALREADY_RELEASED);
  }

  @Test
  void aHoldEndsAtItsMomentWhoeverAsks() {
    issue("i1", 1000);
    hold("h1", 600);
    now = START.plus(MINUTE).minusMillis(1);
    hold("h2", 401);
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    now = START.plus(MINUTE);
    hold("h2", 1000);
    assertThat(events)
        .containsExactly(
            new AccountEvent.AmountReleased("h1", 600, true),
            new AccountEvent.AmountHeld("h2", 1000, now.plus(MINUTE)));
    put(new AccountCommand.Take("h1", 600));
    assertThat(refusal).as("others hold it").isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    put(new AccountCommand.Release("h2"));
    put(new AccountCommand.Take("h1", 600));
    assertThat(there().balance()).isEqualTo(400);
    hold("h3", 100);
    now = now.plus(MINUTE);
    put(new AccountCommand.Sweep());
    assertThat(events).containsExactly(new AccountEvent.AmountReleased("h3", 100, true));
  }

  @Test
  void cardsHaveACurrencyAKindAndAnEnd() {
    hold("h1", 1);
    assertThat(refusal).isEqualTo(AccountRejection.GIFT_CARD_UNKNOWN);
    put(hold("h1", Kind.STORE_CREDIT, "USD", null));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    put(
        new AccountCommand.Issue(
            "i1", Kind.GIFT_CARD, "USD", 1000, START.plusSeconds(30), null, null));
    put(hold("h1", Kind.GIFT_CARD, "EUR", null));
    assertThat(refusal).isEqualTo(AccountRejection.CURRENCY_MISMATCH);
    put(hold("h1", Kind.STORE_CREDIT, "USD", null));
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_INSUFFICIENT);
    put(new AccountCommand.Issue("i2", Kind.GIFT_CARD, "EUR", 1, null, null, null));
    assertThat(refusal).isEqualTo(AccountRejection.CURRENCY_MISMATCH);
    put(new AccountCommand.Issue("i2", Kind.STORE_CREDIT, "USD", 1, null, null, null));
    assertThat(refusal).isEqualTo(AccountRejection.ACCOUNT_KIND_MISMATCH);
    now = START.plusSeconds(29);
    hold("h1", 1);
    assertThat(refusal).isNull();
    now = START.plusSeconds(30);
    hold("h2", 1);
    assertThat(refusal).isEqualTo(AccountRejection.GIFT_CARD_EXPIRED);
    put(new AccountCommand.Take("h1", 1));
    assertThat(refusal).as("what was held in time is spent").isNull();
  }

  @Test
  void C9_twoWhoWantTheLastUseOfACouponGetItOnce() {
    put(hold("h1", Kind.COUPON, "", 2L));
    put(hold("h2", Kind.COUPON, "", 2L));
    put(hold("h3", Kind.COUPON, "", 2L));
    assertThat(refusal).isEqualTo(AccountRejection.COUPON_EXHAUSTED);
    put(new AccountCommand.Take("h1", 1));
    put(hold("h3", Kind.COUPON, "", 2L));
    assertThat(refusal).isEqualTo(AccountRejection.COUPON_EXHAUSTED);
    put(new AccountCommand.Release("h2"));
    put(hold("h3", Kind.COUPON, "", 2L));
    assertThat(refusal).isNull();
    put(hold("h4", Kind.COUPON, "", 3L));
    assertThat(refusal).as("a limit may be raised").isNull();
    put(new AccountCommand.Release("h4"));
    put(hold("h5", Kind.COUPON, "", 2L));
    assertThat(refusal).as("or lowered").isEqualTo(AccountRejection.COUPON_EXHAUSTED);
    put(new AccountCommand.GiveBack("g1", "h1", 1));
    put(hold("h6", Kind.COUPON, "", 2L));
    assertThat(refusal).as("an order was given up").isNull();
  }

  @Test
  void aCustomerUsesACouponAsOftenAsOneMay() {
    put(hold("h1", Kind.COUPON_OF_CUSTOMER, "", 1L));
    put(hold("h2", Kind.COUPON_OF_CUSTOMER, "", 1L));
    assertThat(refusal).isEqualTo(AccountRejection.COUPON_USED_BY_CUSTOMER);
  }

  @Test
  void whatIsMalformedUnknownOrTooLargeIsRefused() {
    issue("i1", 0);
    assertThat(refusal).isEqualTo(AccountRejection.MALFORMED_COMMAND);
    issue(" ", 1);
    assertThat(refusal).isEqualTo(AccountRejection.MALFORMED_COMMAND);
    put(hold("h1", Kind.COUPON, "", null));
    assertThat(refusal).as("no limit").isEqualTo(AccountRejection.MALFORMED_COMMAND);
    put(hold("h1", Kind.GIFT_CARD, "USD", 1L));
    assertThat(refusal).as("a limit of money").isEqualTo(AccountRejection.MALFORMED_COMMAND);
    put(holdOf("h1", 1, 2));
    assertThat(refusal).isEqualTo(AccountRejection.MALFORMED_COMMAND);
    issue("i1", Account.AMOUNT_MAX);
    issue("i2", 1);
    assertThat(refusal).isEqualTo(AccountRejection.CREDIT_TOO_LARGE);
    put(new AccountCommand.Take("h9", 1));
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_UNKNOWN);
    put(new AccountCommand.Release("h9"));
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_UNKNOWN);
    put(new AccountCommand.GiveBack("g1", "h9", 1));
    assertThat(refusal).isEqualTo(AccountRejection.HOLD_UNKNOWN);
  }

  @Test
  void whatStandsAtOneTimeAndWhatComesBackIsBounded() {
    issue("i1", 100_000);
    for (int i = 0; i < Account.OPEN_MAX; i++) {
      hold("h" + i, 1);
    }
    hold("more", 1);
    assertThat(refusal).isEqualTo(AccountRejection.TOO_MANY_HOLDS);
    put(new AccountCommand.Release("h7"));
    hold("more", 1);
    assertThat(refusal).isNull();
    put(new AccountCommand.Release("h8"));
    hold("big", 1000);
    put(new AccountCommand.Take("big", 1000));
    for (int i = 0; i < AccountHold.GIVE_BACKS_MAX; i++) {
      put(new AccountCommand.GiveBack("g" + i, "big", 1));
      assertThat(refusal).isNull();
    }
    put(new AccountCommand.GiveBack("more", "big", 1));
    assertThat(refusal).isEqualTo(AccountRejection.TOO_MANY_GIVE_BACKS);
    for (int i = 0; i <= Account.ISSUES_MAX; i++) {
      issue("j" + i, 1);
    }
    assertThat(there().issues()).hasSize(Account.ISSUES_MAX);
  }

  private void issue(String issueId, long amount) {
    put(new AccountCommand.Issue(issueId, Kind.GIFT_CARD, "USD", amount, null, null, null));
  }

  private void hold(String holdId, long amount) {
    put(holdOf(holdId, amount, amount));
  }

  private static AccountCommand holdOf(String holdId, long most, long least) {
    return new AccountCommand.Hold(holdId, Kind.GIFT_CARD, "USD", most, least, MINUTE, null);
  }

  private static AccountCommand hold(String holdId, Kind kind, String unit, @Nullable Long limit) {
    return new AccountCommand.Hold(holdId, kind, unit, 1, 1, MINUTE, limit);
  }

  private void put(AccountCommand command) {
    refusal = null;
    events = List.of();
    switch (AccountDecider.decide(book, command, now)) {
      case Decision.Rejected<AccountEvent, AccountRejection> rejected ->
          refusal = rejected.reason();
      case Decision.Accepted<AccountEvent, AccountRejection> accepted -> {
        events = accepted.events();
        for (AccountEvent event : events) {
          book = book.evolve(event);
        }
      }
    }
  }

  private Account there() {
    return Objects.requireNonNull(book.account());
  }
}
