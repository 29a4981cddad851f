package dev.millrace.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AmountGivenBack;
import dev.millrace.avro.accounts.AmountIssued;
import dev.millrace.avro.accounts.AmountTaken;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.LedgerTerms;
import dev.millrace.standalone.audit.Difference.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every kind of difference, planted in accounts of which all else agrees, is found. */
class CreditTallyTest implements CreditStore {

  private final List<AccountEvent> events = new ArrayList<>();
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<String, Account> store = new TreeMap<>();
  private boolean hasAccounts = true;
  private boolean hasLedger = true;

  CreditTallyTest() {
    events.add(issued("gft_1", 1, AccountKind.GIFT_CARD, 5_000));
    events.add(taken("gft_1", 2, 1_200));
    events.add(givenBack("gft_1", 3, 200));
    events.add(issued("sto_1", 1, AccountKind.STORE_CREDIT, 700));
    events.add(issued("cpn_1", 1, AccountKind.COUPON, 10));
    entries.add(entry("gift_cards", -5_000));
    entries.add(entry("gift_cards", 1_200));
    entries.add(entry("gift_cards", -200));
    entries.add(entry("store_credit", -700));
    show("gft_1", AccountKind.GIFT_CARD, 3, 5_000, 1_200, 200);
    show("sto_1", AccountKind.STORE_CREDIT, 1, 700, 0, 0);
    show("cpn_1", AccountKind.COUPON, 1, 10, 0, 0);
  }

  @Test
  void whatAgreesIsClean() {
    assertThat(audit()).isEmpty();
  }

  @Test
  void aStateThatItsEventsDoNotLeadTo() {
    show("gft_1", AccountKind.GIFT_CARD, 3, 5_000, 1_100, 200);
    assertThat(audit()).singleElement().satisfies(one -> found(one, "gft_1"));
  }

  @Test
  void anAccountThatIsNotThere() {
    store.remove("sto_1");
    assertThat(audit()).singleElement().satisfies(one -> found(one, "sto_1"));
  }

  @Test
  void anAccountThatNoEventMade() {
    show("gft_2", AccountKind.GIFT_CARD, 1, 1, 0, 0);
    assertThat(audit()).singleElement().satisfies(one -> found(one, "gft_2"));
  }

  @Test
  void aLedgerThatOwesOtherThanTheAccountsHave() {
    entries.add(entry("store_credit", -1));
    assertThat(audit())
        .singleElement()
        .satisfies(
            one -> {
              found(one, "all store_credit USD");
              assertThat(one.what()).isEqualTo("the ledger owes 701, the accounts have 700");
            });
    entries.removeLast();
    entries.removeFirst();
    assertThat(audit()).singleElement().satisfies(one -> found(one, "all gift_cards USD"));
  }

  @Test
  void whatIsEnteredMeanwhileIsWaitedFor() {
    JournalEntry last = entries.removeLast();
    var tally = tally();
    var findings = new Findings();
    long moving =
        new Settling(tally, () -> enterOnce(tally, last), Duration.ZERO)
            .settle(tally.suspects(1), findings);
    assertThat(moving).isZero();
    assertThat(findings.count()).isZero();
  }

  @Test
  void anInstanceWithoutALedgerIsComparedWithItsStateAlone() {
    entries.clear();
    hasLedger = false;
    assertThat(audit()).isEmpty();
    hasAccounts = false;
    store.clear();
    assertThat(audit()).isEmpty();
  }

  private boolean isEntered;

  private void enterOnce(CreditTally tally, JournalEntry entry) {
    if (!isEntered) {
      isEntered = true;
      tally.enter(entry);
    }
  }

  private static void found(Difference difference, String where) {
    assertThat(difference.kind()).isEqualTo(Kind.CREDIT);
    assertThat(difference.where()).isEqualTo(where);
  }

  private List<Difference> audit() {
    var tally = tally();
    var findings = new Findings();
    assertThat(new Settling(tally, () -> {}, Duration.ZERO).settle(tally.suspects(1), findings))
        .isZero();
    return findings.kept();
  }

  private CreditTally tally() {
    var tally = new CreditTally(this, hasLedger);
    entries.forEach(tally::enter);
    events.forEach(tally::enter);
    return tally;
  }

  @Override
  public boolean hasAccounts() {
    return hasAccounts;
  }

  @Override
  public void accounts(int partition, Consumer<Account> accounts) {
    store.values().forEach(accounts);
  }

  @Override
  public Optional<Account> account(String accountId) {
    return Optional.ofNullable(store.get(accountId));
  }

  private void show(
      String id, AccountKind kind, long version, long issued, long taken, long givenBack) {
    store.put(
        id,
        Account.newBuilder()
            .setAccountId(id)
            .setKind(kind)
            .setUnit(unit(kind))
            .setVersion(version)
            .setIssued(issued)
            .setTaken(taken)
            .setGivenBack(givenBack)
            .setHeld(0L)
            .setAt(Instant.EPOCH)
            .build());
  }

  private static String unit(AccountKind kind) {
    return kind == AccountKind.COUPON ? "" : "USD";
  }

  private static AccountEvent issued(String id, long sequence, AccountKind kind, long amount) {
    return event(id, sequence, "amountIssued")
        .setAmountIssued(
            new AmountIssued("iss_" + sequence, kind, unit(kind), amount, null, null, null))
        .build();
  }

  private static AccountEvent taken(String id, long sequence, long amount) {
    return event(id, sequence, "amountTaken")
        .setAmountTaken(new AmountTaken("rsv_1", amount))
        .build();
  }

  private static AccountEvent givenBack(String id, long sequence, long amount) {
    return event(id, sequence, "amountGivenBack")
        .setAmountGivenBack(new AmountGivenBack("gb_1", "rsv_1", amount))
        .build();
  }

  private static AccountEvent.Builder event(String id, long sequence, String type) {
    return AccountEvent.newBuilder()
        .setEventId(id + ":" + sequence)
        .setAccountId(id)
        .setSequence(sequence)
        .setAt(Instant.EPOCH)
        .setCommandId("cmd")
        .setActor(new Actor(ActorRole.OPS, "ops"))
        .setType(type);
  }

  private static JournalEntry entry(String account, long amountMinor) {
    return JournalEntry.newBuilder()
        .setEntryId("e")
        .setOrderId("ord_1")
        .setNumber(1L)
        .setEventSequence(1L)
        .setEventType("x")
        .setAt(Instant.EPOCH)
        .setTerms(new LedgerTerms(0, true, "sandbox"))
        .setPostings(
            List.of(
                new LedgerPosting(account, "USD", amountMinor),
                new LedgerPosting("issued_credit", "USD", -amountMinor)))
        .build();
  }
}
