package dev.millrace.standalone.audit;

import static dev.millrace.standalone.audit.OrderAuditScene.CANCELLED;
import static dev.millrace.standalone.audit.OrderAuditScene.RETURNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AmountIssued;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.LedgerTerms;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.orders.journal.Terms;
import dev.millrace.orders.ledger.LedgerBooks;
import dev.millrace.orders.ledger.LedgerTopology;
import dev.millrace.schemas.id.LedgerKey;
import dev.millrace.standalone.audit.Difference.Kind;
import dev.millrace.testkit.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every kind of difference, planted in books of which all else agrees, is found. */
class LedgerAuditTest implements LedgerStore {

  private static final Terms TERMS = new Terms(700, true, "sandbox");

  private final OrderAuditScene scene = new OrderAuditScene();
  private final List<JournalEntry> entries = entries(scene.events);
  private final Map<String, LedgerBalance> store = new TreeMap<>();
  private Runnable meanwhile = () -> {};

  LedgerAuditTest() {
    var balances = new LedgerBooks.Balances();
    entries.forEach(balances::add);
    store.putAll(balances.all());
  }

  private static List<JournalEntry> entries(List<OrderEvent> events) {
    try (var flow = Flow.of(topics -> LedgerTopology.build(TERMS, topics))) {
      events.forEach(event -> flow.send(flow.topics().orderEvents(), event.getOrderId(), event));
      return new ArrayList<>(flow.takeAll(flow.topics().ledgerEntries()));
    }
  }

  @Test
  void booksThatWorkAreClean() {
    assertThat(audit(1)).isEmpty();
    assertThat(audit(5)).isEmpty();
    assertThat(entries).extracting(JournalEntry::getOrderId).contains(RETURNED, CANCELLED);
  }

  @Test
  void anEntryThatIsMissingIsWaitedForAndThenNamed() {
    JournalEntry last = last(RETURNED);
    entries.remove(last);
    assertThat(audit(1)).singleElement().satisfies(one -> found(one, Kind.ENTRY, RETURNED));

    var accounts = new LedgerAccounts(0, 1);
    scene.events.forEach(accounts::enter);
    entries.forEach(accounts::enter);
    meanwhile = () -> accounts.enter(last);
    var findings = new Findings();
    Runnable once =
        () -> {
          meanwhile.run();
          meanwhile = () -> {};
        };
    assertThat(new Settling(accounts, once, Duration.ZERO).settle(accounts.suspects(), findings))
        .isZero();
    assertThat(findings.count()).isZero();
  }

  @Test
  void anEntryThatNoEventLedTo() {
    JournalEntry last = last(RETURNED);
    entries.add(JournalEntry.newBuilder(last).setNumber(last.getNumber() + 1).build());
    assertThat(audit(1)).singleElement().satisfies(one -> found(one, Kind.ENTRY, RETURNED));
  }

  @Test
  void anEntryOfAnotherAmountEvenIfItIsBalanced() {
    JournalEntry last = last(CANCELLED);
    entries.replaceAll(
        entry ->
            entry != last
                ? entry
                : JournalEntry.newBuilder(entry)
                    .setPostings(
                        List.of(
                            new LedgerPosting("platform_fees", "USD", 1L),
                            new LedgerPosting("tax_payable", "USD", -1L)))
                    .build());
    assertThat(audit(1)).singleElement().satisfies(one -> found(one, Kind.ENTRY, CANCELLED));
  }

  @Test
  void anOrderThatChangesItsTerms() {
    JournalEntry last = last(RETURNED);
    entries.replaceAll(
        entry ->
            entry != last
                ? entry
                : JournalEntry.newBuilder(entry)
                    .setTerms(new LedgerTerms(9, true, "sandbox"))
                    .build());
    assertThat(audit(1)).singleElement().satisfies(one -> found(one, Kind.ENTRY, RETURNED));
  }

  @Test
  void aGiftCardOfWhichTheLedgerSaysOtherThanItsEvents() {
    var issued =
        AccountEvent.newBuilder()
            .setEventId("gft_1:1")
            .setAccountId("gft_1")
            .setSequence(1L)
            .setAt(Instant.EPOCH)
            .setCommandId("cmd")
            .setActor(new Actor(ActorRole.OPS, "ops"))
            .setType("amountIssued")
            .setAmountIssued(
                new AmountIssued("iss_1", AccountKind.GIFT_CARD, "USD", 500L, null, null, null))
            .build();
    JournalEntry made;
    try (var flow = Flow.of(topics -> LedgerTopology.build(TERMS, topics))) {
      flow.send(flow.topics().accountEvents(), "gft_1", issued);
      made = flow.take(flow.topics().ledgerEntries());
    }
    assertThat(creditDifferences(issued, made)).isEmpty();
    assertThat(
            creditDifferences(issued, JournalEntry.newBuilder(made).setEventSequence(7L).build()))
        .singleElement()
        .satisfies(one -> found(one, Kind.ENTRY, "gft_1"));
  }

  private static List<Difference> creditDifferences(AccountEvent issued, JournalEntry made) {
    var accounts = new LedgerAccounts(0, 1);
    accounts.enter(issued);
    accounts.enter(made);
    var findings = new Findings();
    new Settling(accounts, () -> {}, Duration.ZERO).settle(accounts.suspects(), findings);
    return findings.kept();
  }

  @Test
  void aFirstEventThatIsMissing() {
    scene.events.remove(scene.event(RETURNED, "orderPlaced"));
    assertThat(audit(1)).singleElement().satisfies(one -> found(one, Kind.ENTRY, RETURNED));
  }

  @Test
  void balancesThatTheEntriesDoNotLeadTo() {
    LedgerBalance fees = store.get(LedgerKey.of("platform_fees", "USD"));
    assertThat(fees).isNotNull();
    store.put(
        LedgerKey.of("platform_fees", "USD"),
        LedgerBalance.newBuilder(fees).setCreditMinor(fees.getCreditMinor() + 1).build());
    assertThat(balances()).singleElement().satisfies(one -> found(one, Kind.BALANCE, "platform"));
    store.remove(LedgerKey.of("platform_fees", "USD"));
    assertThat(balances()).singleElement().satisfies(one -> found(one, Kind.BALANCE, "platform"));
    store.put(
        LedgerKey.of("platform_fees", "USD"),
        LedgerBalance.newBuilder(fees).setPostings(fees.getPostings() + 1).build());
    assertThat(balances())
        .singleElement()
        .satisfies(one -> assertThat(one.what()).contains("the store counts"));
  }

  private JournalEntry last(String orderId) {
    return entries.stream()
        .filter(entry -> entry.getOrderId().equals(orderId))
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  private static void found(Difference difference, Kind kind, String where) {
    assertThat(difference.kind()).isEqualTo(kind);
    assertThat(difference.where()).startsWith(where);
  }

  private List<Difference> audit(int shares) {
    var findings = new Findings();
    for (int share = 0; share < shares; share++) {
      var accounts = new LedgerAccounts(share, shares);
      entries.forEach(accounts::enter);
      scene.events.forEach(accounts::enter);
      new Settling(accounts, () -> {}, Duration.ZERO).settle(accounts.suspects(), findings);
    }
    findings.addAll(entriesAsMade());
    return findings.kept();
  }

  /** The balances are compared with the entries as they were made, whatever was planted. */
  private List<Difference> entriesAsMade() {
    return balancesOf(entries(new OrderAuditScene().events));
  }

  private List<Difference> balances() {
    return balancesOf(entries);
  }

  private List<Difference> balancesOf(List<JournalEntry> made) {
    var findings = new Findings();
    var balances = new LedgerBalances(0, this);
    made.forEach(balances::enter);
    new Settling(balances, () -> {}, Duration.ZERO).settle(balances.suspects(), findings);
    return findings.kept();
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public void await(int partition, long offset) {
    // It is where it is.
  }

  @Override
  public void balances(int partition, Consumer<LedgerBalance> balances) {
    store.values().forEach(balances);
  }

  @Override
  public Optional<LedgerBalance> balance(int partition, String account, String currency) {
    return Optional.ofNullable(store.get(LedgerKey.of(account, currency)));
  }
}
