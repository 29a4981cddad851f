package dev.millrace.orders.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AmountHeld;
import dev.millrace.avro.accounts.AmountIssued;
import dev.millrace.avro.accounts.AmountTaken;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.orders.accounts.AccountsLedger;
import dev.millrace.testkit.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gift cards and store credit that are issued outside of orders, in the books. */
class CreditBooksTest {

  private static final Actor STAFF = new Actor(ActorRole.OPS, "ops");
  private static final Actor ORDERS = new Actor(ActorRole.SYSTEM, "orders");

  private final LedgerFlow ledger = new LedgerFlow();

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void whatIsPutOnACardIsOwedToItsBearer() {
    JournalEntry first =
        ledger.happened(issued("gft_1", 1, AccountKind.GIFT_CARD, 5_000, STAFF)).getFirst();
    assertThat(first.getEntryId()).isEqualTo("gft_1:1");
    assertThat(first.getAccountId()).isEqualTo("gft_1");
    assertThat(first.getOrderId()).isEmpty();
    assertThat(first.getNumber()).isEqualTo(1);
    assertThat(first.getPostings())
        .containsExactly(
            new LedgerPosting("issued_credit", "USD", 5_000L),
            new LedgerPosting("gift_cards", "USD", -5_000L));

    JournalEntry more =
        ledger.happened(issued("gft_1", 4, AccountKind.GIFT_CARD, 700, STAFF)).getFirst();
    assertThat(more.getNumber()).isEqualTo(2);
    assertThat(more.getEventSequence()).isEqualTo(4);
    assertThat(balance("gift_cards USD")).isEqualTo(-5_700);
    assertThat(balance("issued_credit USD")).isEqualTo(5_700);
  }

  @Test
  void anEventThatComesAgainIsEnteredOnce() {
    AccountEvent event = issued("sto_1", 1, AccountKind.STORE_CREDIT, 900, STAFF);
    assertThat(ledger.happened(event)).hasSize(1);
    assertThat(ledger.happened(event)).isEmpty();
    assertThat(balance("store_credit USD")).isEqualTo(-900);
  }

  @Test
  void whatOrdersIssueSpendAndCountIsNotEnteredHere() {
    assertThat(ledger.happened(issued("sto_1", 1, AccountKind.STORE_CREDIT, 900, ORDERS)))
        .as("the order's own entry says so")
        .isEmpty();
    assertThat(ledger.happened(issued("cpn_1", 1, AccountKind.COUPON, 10, STAFF)))
        .as("uses are no money")
        .isEmpty();
    assertThat(
            ledger.happened(
                event("gft_1", 2, "amountHeld", STAFF)
                    .setAmountHeld(new AmountHeld("rsv_1", 5L, Instant.EPOCH))
                    .build()))
        .isEmpty();
    assertThat(
            ledger.happened(
                event("gft_1", 3, "amountTaken", STAFF)
                    .setAmountTaken(new AmountTaken("rsv_1", 5L))
                    .build()))
        .isEmpty();
    assertThat(ledger.happened(event("gft_1", 4, "amountPainted", STAFF).build())).isEmpty();
    assertThat(ledger.balances()).isEmpty();
  }

  @Test
  void atEveryOffsetTheBooksBalanceAndOweWhatTheAccountsHave() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<AccountEvent> events = new ArrayList<>();
    Map<String, Long> sequences = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      boolean isCard = random.nextBoolean();
      String account = (isCard ? "gft_" : "sto_") + random.nextInt(5);
      AccountKind kind = isCard ? AccountKind.GIFT_CARD : AccountKind.STORE_CREDIT;
      long sequence = sequences.merge(account, 1L, Long::sum);
      AccountEvent event = issued(account, sequence, kind, 1 + random.nextInt(9_000), STAFF);
      events.add(event);
      ledger.happened(event);

      Map<String, LedgerBalance> stored = ledger.balances();
      assertThat(
              stored.values().stream()
                  .mapToLong(one -> one.getDebitMinor() - one.getCreditMinor())
                  .sum())
          .as("seed %d after %s", seed, event.getEventId())
          .isZero();
      assertThat(balance("gift_cards USD") + balance("store_credit USD"))
          .as("seed %d after %s", seed, event.getEventId())
          .isEqualTo(-onAccounts(events));
    }
    Map<String, List<AccountEvent>> byAccount = Replay.byKey(events, AccountEvent::getAccountId);
    byAccount.forEach(
        (account, ofAccount) -> {
          List<JournalEntry> made =
              ledger.entries().stream().filter(one -> account.equals(one.getAccountId())).toList();
          assertThat(CreditBooks.entries(ofAccount, made)).as("seed %d", seed).isEqualTo(made);
        });
  }

  private static long onAccounts(List<AccountEvent> events) {
    return Replay.byKey(events, AccountEvent::getAccountId).entrySet().stream()
        .map(one -> AccountsLedger.fold(one.getKey(), one.getValue()).getAccount())
        .mapToLong(one -> one.getIssued() - one.getTaken() + one.getGivenBack())
        .sum();
  }

  private long balance(String key) {
    return ledger.balances().values().stream()
        .filter(one -> key.equals(one.getAccount() + " " + one.getCurrency()))
        .mapToLong(one -> one.getDebitMinor() - one.getCreditMinor())
        .sum();
  }

  private static AccountEvent issued(
      String account, long sequence, AccountKind kind, long amount, Actor actor) {
    String unit = kind == AccountKind.COUPON ? "" : "USD";
    return event(account, sequence, "amountIssued", actor)
        .setAmountIssued(new AmountIssued("iss_" + sequence, kind, unit, amount, null, null, null))
        .build();
  }

  private static AccountEvent.Builder event(
      String account, long sequence, String type, Actor actor) {
    return AccountEvent.newBuilder()
        .setEventId(account + ":" + sequence)
        .setAccountId(account)
        .setSequence(sequence)
        .setAt(Instant.EPOCH)
        .setCommandId("cmd")
        .setActor(actor)
        .setType(type);
  }
}
