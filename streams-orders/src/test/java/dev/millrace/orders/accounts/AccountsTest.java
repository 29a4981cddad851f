package dev.millrace.orders.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AccountOperation;
import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.accounts.GiveBackToAccount;
import dev.millrace.avro.accounts.HoldOnAccount;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.avro.accounts.ReleaseOnAccount;
import dev.millrace.avro.accounts.TakeFromAccount;
import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The writer of accounts between its topics. */
class AccountsTest {

  private static final Actor STAFF = new Actor(ActorRole.OPS, "ops");
  private static final String CARD = "gft_1";

  private final Flow flow = Flow.of(AccountsTopology::build);
  private final Replay<AccountEvent> replay =
      new Replay<>(flow.topics(), flow.topics().accountEvents(), AccountsTest::fold);
  private final List<AccountEvent> log = new ArrayList<>();
  private int commands;

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void theNamesOfWhatPersistsAreFrozen() {
    var module = AccountsModule.of(new Topics(new InMemoryRegistry(), 1));
    assertThat(module.applicationId()).isEqualTo("accounts");
    assertThat(module.queryableStores().stream().map(QueryableStore::store))
        .containsExactly("account-state");
    Golden.verifyTopology("topology-accounts.txt", module.topology());
  }

  @Test
  void whoAsksHearsOfTheOutcomeUnderItsKey() {
    AccountCommand issue = issue(1_000);
    flow.ask(flow.topics().accountCommands(), CARD, issue);
    assertThat(flow.take(flow.topics().replies()).getAccount().getIssued()).isEqualTo(1_000);
    taken();
    flow.ask(flow.topics().accountCommands(), CARD, issue);
    Reply again = flow.take(flow.topics().replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getAccount().getIssued()).isEqualTo(1_000);
    flow.expectNothingElse();

    send(one -> one.setHold(hold("h1", 600, 1)));
    AccountResult held = flow.take(flow.topics().accountResults());
    assertThat(held.getResultKey()).isEqualTo("ord_1");
    assertThat(held.getOperation()).isEqualTo(AccountOperation.HOLD);
    assertThat(held.getDone()).isTrue();
    assertThat(held.getAmount()).isEqualTo(600);
    assertThat(held.getAvailable()).isEqualTo(400);
    assertThat(held.getExpiresAt()).isEqualTo(flow.now().plusSeconds(60));

    send(one -> one.setHold(hold("h2", 600, 600)));
    AccountResult refused = flow.take(flow.topics().accountResults());
    assertThat(refused.getDone()).isFalse();
    assertThat(refused.getRefusal()).isEqualTo("credit_insufficient");
    assertThat(refused.getAvailable()).isEqualTo(400);

    send(one -> one.setTake(new TakeFromAccount("h1", 500L, "ord_1")));
    assertThat(flow.take(flow.topics().accountResults()).getAmount()).isEqualTo(500);
    send(one -> one.setGiveBack(new GiveBackToAccount("g1", "h1", 200L, "ord_1")));
    assertThat(flow.take(flow.topics().accountResults()).getRequestId()).isEqualTo("g1");
    assertThat(types())
        .containsExactly("amountIssued", "amountHeld", "amountTaken", "amountGivenBack");
    flow.expectNothingElse();
  }

  @Test
  void aHoldThatNobodyEndsEndsByItselfAndTheSweepSaysSo() {
    send(one -> one.setIssue(issue(1_000).getIssue()));
    send(one -> one.setHold(hold("h1", 600, 1)));
    send(one -> one.setHold(hold("h2", 100, 1)));
    send(one -> one.setRelease(new ReleaseOnAccount("h2", "given up")));
    flow.takeAll(flow.topics().accountResults());
    flow.after(Duration.ofSeconds(59));
    taken();
    assertThat(log).hasSize(4);
    flow.after(Duration.ofSeconds(2));
    assertThat(types()).endsWith("amountReleased", "amountReleased");
    assertThat(log.getLast().getAmountReleased().getExpired()).isTrue();
    flow.after(Duration.ofMinutes(2)).expectNothingElse();
    assertFolds();
  }

  @Test
  void aLongLifeIsRecorded() {
    flow.ask(flow.topics().accountCommands(), CARD, issue(1_000));
    flow.takeAll(flow.topics().replies());
    send(one -> one.setHold(hold("h1", 600, 1)));
    send(one -> one.setTake(new TakeFromAccount("h1", 500L, "ord_1")));
    send(one -> one.setGiveBack(new GiveBackToAccount("g1", "h1", 200L, "ord_1")));
    send(one -> one.setHold(hold("h2", 600, 1)));
    send(one -> one.setRelease(new ReleaseOnAccount("h2", "given up")));
    send(one -> one.setHold(hold("h3", 100, 1)));
    taken();
    assertFolds();
    replay.verify("gift-card", log);
    flow.takeAll(flow.topics().accountResults());
  }

  @Test
  void everyKindOfEventIsRecorded() {
    replay.verifyKinds();
  }

  @Test
  void whatIsMalformedIsRefused() {
    flow.ask(flow.topics().accountCommands(), CARD, command().build());
    assertThat(flow.take(flow.topics().replies()).getRefusal()).isEqualTo("malformed_command");
    flow.expectNothingElse();
  }

  private AccountCommand issue(long amount) {
    return command()
        .setIssue(
            new IssueToAccount(
                "i1", AccountKind.GIFT_CARD, "USD", amount, null, null, "for a friend", null))
        .build();
  }

  private static HoldOnAccount hold(String holdId, long most, long least) {
    return new HoldOnAccount(
        holdId, AccountKind.GIFT_CARD, "USD", most, least, 60_000L, "ord_1", null);
  }

  private void send(UnaryOperator<AccountCommand.Builder> content) {
    flow.send(flow.topics().accountCommands(), CARD, content.apply(command()).build());
  }

  private AccountCommand.Builder command() {
    return AccountCommand.newBuilder()
        .setCommandId("cmd_" + ++commands)
        .setFingerprint("f")
        .setIssuedAt(flow.now())
        .setActor(STAFF)
        .setAccountId(CARD);
  }

  private List<String> types() {
    taken();
    return log.stream().map(AccountEvent::getType).toList();
  }

  private void taken() {
    log.addAll(flow.takeAll(flow.topics().accountEvents()));
  }

  private void assertFolds() {
    AccountState stored = flow.<String, AccountState>store("account-state").get(CARD);
    Replay.assertSame(stored, AccountsLedger.fold(CARD, log));
  }

  private static List<AccountState> fold(List<AccountEvent> events) {
    List<AccountState> accounts = new ArrayList<>();
    Replay.byKey(events, AccountEvent::getAccountId)
        .forEach((accountId, own) -> accounts.add(AccountsLedger.fold(accountId, own)));
    return accounts;
  }
}
