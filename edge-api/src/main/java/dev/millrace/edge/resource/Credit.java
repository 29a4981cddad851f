package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** /v1/gift-cards and store credit. */
public final class Credit {

  private static final int NOTE_LENGTH_MAX = 500;
  private static final String GIFT_CARD = "gift-card";

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Tokens tokens;
  private final Clock clock;

  /**
   * @param tokens whose key makes the codes
   */
  public Credit(Topics topics, Dispatch dispatch, Reads reads, Tokens tokens, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * POST /v1/gift-cards. The code follows from the command and a key that only edges have: a
   * request that is repeated gets the same card, and nobody else can make out its code.
   */
  public Answer createGiftCard(Call call) {
    Fields body = call.body();
    Money amount = amount(body);
    Instant expiresAt = body.optionalInstant("expires_at");
    String note = body.optionalText("note", NOTE_LENGTH_MAX);
    body.done();
    requireAccounts();
    Call.Identity identity = call.identity();
    String code = GiftCardCode.of(tokens.secretOf(GIFT_CARD, identity.commandId()));
    String accountId = GiftCardCode.account(code).orElseThrow();
    IssueToAccount issue =
        issue(AccountKind.GIFT_CARD, identity, amount)
            .setExpiresAt(expiresAt)
            .setNote(note)
            .build();
    return dispatch.answer(
        call,
        command(call, identity, accountId, issue),
        "/v1/gift-cards/" + code,
        reply -> Answer.json(201, card(code, reply.getAccount())));
  }

  /** GET /v1/gift-cards/{code}: whoever has the code may look. */
  public Answer giftCard(Call call) {
    requireAccounts();
    String code = call.path("code");
    Account account =
        GiftCardCode.account(code)
            .flatMap(id -> reads.find(StateStore.ACCOUNTS, id, call.minPosition()))
            .filter(one -> one.getKind() == AccountKind.GIFT_CARD)
            .orElseThrow(() -> Problem.notFound("gift_card").exception());
    return Answer.ok(card(null, account));
  }

  /** GET /v1/me/store-credit: the caller's own. */
  public Answer storeCredit(Call call) {
    requireAccounts();
    String currency = currency(call);
    Optional<Account> account =
        reads.find(
            StateStore.ACCOUNTS,
            Ids.storeCreditOf(call.caller().subject(), currency),
            call.minPosition());
    return Answer.ok(
        account
            .map(Credit::balance)
            .orElseGet(
                () -> {
                  ObjectNode none = Json.object();
                  none.set("balance", Json.money(0, currency));
                  none.set("available", Json.money(0, currency));
                  return none;
                }));
  }

  /** POST /v1/customers/{customer_id}/store-credit. */
  public Answer grant(Call call) {
    Fields body = call.body();
    Money amount = amount(body);
    String note = body.optionalText("note", NOTE_LENGTH_MAX);
    body.done();
    requireAccounts();
    String customerId = call.path("customer_id");
    Call.Identity identity = call.identity();
    IssueToAccount issue =
        issue(AccountKind.STORE_CREDIT, identity, amount)
            .setOwnerId(customerId)
            .setNote(note)
            .build();
    return dispatch.answer(
        call,
        command(call, identity, Ids.storeCreditOf(customerId, amount.currency()), issue),
        "/v1/customers/" + customerId + "/store-credit",
        reply -> Answer.json(201, balance(reply.getAccount())));
  }

  private static Money amount(Fields body) {
    Money amount = body.money("amount");
    if (amount.minorUnits() < 1 && body.has("amount")) {
      body.refuse("amount", "out_of_bounds", "must be more than nothing");
    }
    return amount;
  }

  private static IssueToAccount.Builder issue(
      AccountKind kind, Call.Identity identity, Money amount) {
    return IssueToAccount.newBuilder()
        .setIssueId(Ids.derived(IdKind.OPERATION, "issue", identity.commandId()))
        .setKind(kind)
        .setUnit(amount.currency())
        .setAmount(amount.minorUnits());
  }

  private Command<AccountCommand> command(
      Call call, Call.Identity identity, String accountId, IssueToAccount issue) {
    var value =
        AccountCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setAccountId(accountId)
            .setIssue(issue)
            .build();
    return Dispatch.command(call, topics.accountCommands(), accountId, identity.commandId(), value);
  }

  private static ObjectNode card(@Nullable String code, Account account) {
    ObjectNode node = Json.object();
    if (code != null) {
      node.put("code", code);
    }
    node.setAll(balance(account));
    return node;
  }

  private static ObjectNode balance(Account account) {
    long balance = account.getIssued() - account.getTaken() + account.getGivenBack();
    ObjectNode node = Json.object();
    node.set("balance", Json.money(balance, account.getUnit()));
    node.set("available", Json.money(balance - account.getHeld(), account.getUnit()));
    if (account.getExpiresAt() != null) {
      node.put("expires_at", account.getExpiresAt().toString());
    }
    return node;
  }

  private static String currency(Call call) {
    String currency = call.query("currency", 3);
    try {
      return Money.zero(currency == null ? "" : currency).currency();
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("currency", "unknown_value", "must be the code of a currency")
          .exception();
    }
  }

  private void requireAccounts() {
    if (!reads.has(StateClient.ACCOUNTS)) {
      throw Problem.of(404, "accounts_not_kept", "This shop keeps no accounts.").exception();
    }
  }
}
