package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountOperation;
import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.app.CommitPace;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.orders.account.Account;
import dev.millrace.orders.account.AccountBook;
import dev.millrace.orders.account.AccountCommand;
import dev.millrace.orders.account.AccountDecider;
import dev.millrace.orders.account.AccountHold;
import dev.millrace.orders.account.AccountRejection;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of the accounts of its partition. What was carried out is known by its id in the
 * account itself, so no answer need be remembered beside it.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class AccountsProcessor
    implements Processor<
        String, dev.millrace.avro.accounts.AccountCommand, String, AccountsOutcome> {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsProcessor.class);
  private static final Duration SWEEP_EVERY = Duration.ofMillis(500);

  /** How many accounts one tick looks into, so that commands never wait long for it. */
  private static final int SWEPT_PER_TICK_MAX = 500;

  private static final Actor SWEEPER = new Actor(ActorRole.SYSTEM, "accounts");

  /** Makes the processors and brings their stores. */
  record Supplier(Topics topics)
      implements ProcessorSupplier<
          String, dev.millrace.avro.accounts.AccountCommand, String, AccountsOutcome> {
    @Override
    public Processor<String, dev.millrace.avro.accounts.AccountCommand, String, AccountsOutcome>
        get() {
      return new AccountsProcessor();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return AccountsStores.builders(topics);
    }
  }

  /** What a command led to. */
  private record Decided(
      @Nullable AccountState state,
      AccountBook book,
      List<AccountEvent> events,
      Optional<AccountRejection> refusal) {}

  private ProcessorContext<String, AccountsOutcome> context;
  private AccountsStores stores;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private AccountsProcessor() {}

  @Override
  public void init(ProcessorContext<String, AccountsOutcome> taskContext) {
    context = taskContext;
    stores = new AccountsStores(taskContext);
    context.schedule(
        SWEEP_EVERY,
        PunctuationType.WALL_CLOCK_TIME,
        timestampMs -> sweep(Instant.ofEpochMilli(timestampMs)));
  }

  @Override
  public void process(Record<String, dev.millrace.avro.accounts.AccountCommand> record) {
    CommitPace.awaited(context);
    dev.millrace.avro.accounts.AccountCommand command = record.value();
    if (command == null) {
      LOG.warn("Dropped a record without a command, key {}", record.key());
      return;
    }
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    Optional<AccountCommand> read = AccountAvro.command(record.key(), command);
    if (read.isEmpty()) {
      LOG.warn("A malformed account command with key {} was refused", record.key());
      answer(
          record.key(),
          new AccountsOutcome(
              List.of(),
              List.of(),
              request.wantsReply()
                  ? List.of(refused(request, AccountRejection.MALFORMED_COMMAND, request.at()))
                  : List.of()),
          request.at(),
          record.headers());
      return;
    }
    AccountState stored = stores.find(record.key());
    Instant now = request.notBefore(stored == null ? null : stored.getAccount().getAt());
    Decided decided =
        decide(record.key(), stored, read.get(), now, request.commandId(), command.getActor());
    answer(
        record.key(),
        new AccountsOutcome(
            decided.events(),
            result(command, read.get(), decided, now).map(List::of).orElse(List.of()),
            request.wantsReply() ? List.of(reply(request, decided, now)) : List.of()),
        now,
        record.headers());
  }

  private void sweep(Instant wallClock) {
    for (String accountId : stores.overdue(wallClock, SWEPT_PER_TICK_MAX)) {
      AccountState stored = Objects.requireNonNull(stores.find(accountId), "it has a deadline");
      Instant at = stored.getAccount().getAt();
      Instant now = at.isAfter(wallClock) ? at : wallClock;
      Decided decided =
          decide(
              accountId,
              stored,
              new AccountCommand.Sweep(),
              now,
              accountId + ":sweep:" + now.toEpochMilli(),
              SWEEPER);
      answer(
          accountId,
          new AccountsOutcome(decided.events(), List.of(), List.of()),
          now,
          new RecordHeaders());
    }
  }

  /** Decides, folds and stores. */
  private Decided decide(
      String accountId,
      @Nullable AccountState stored,
      AccountCommand command,
      Instant now,
      String commandId,
      Actor actor) {
    String holdId = command instanceof AccountCommand.OfHold ofHold ? ofHold.holdId() : null;
    AccountBook before = stores.book(accountId, stored, holdId, now);
    return switch (AccountDecider.decide(before, command, now)) {
      case Decision.Rejected<dev.millrace.orders.account.AccountEvent, AccountRejection> no ->
          new Decided(stored, before, List.of(), Optional.of(no.reason()));
      case Decision.Accepted<dev.millrace.orders.account.AccountEvent, AccountRejection> yes -> {
        AccountBook after = before;
        long sequence = stored == null ? 0 : stored.getAccount().getVersion();
        List<AccountEvent> events = new ArrayList<>();
        for (dev.millrace.orders.account.AccountEvent event : yes.events()) {
          after = after.evolve(event);
          events.add(AccountAvro.event(accountId, ++sequence, now, commandId, actor, event));
        }
        Account account = after.account();
        if (events.isEmpty() || account == null) {
          yield new Decided(stored, before, events, Optional.empty());
        }
        AccountState state = AccountAvro.state(accountId, account, sequence, now);
        stores.save(accountId, before, after, state);
        yield new Decided(state, after, events, Optional.empty());
      }
    };
  }

  /** The outcome for the process that asked, if one wants to hear of it. */
  private static Optional<AccountResult> result(
      dev.millrace.avro.accounts.AccountCommand record,
      AccountCommand command,
      Decided decided,
      Instant now) {
    String key =
        switch (command) {
          case AccountCommand.Issue c -> record.getIssue().getResultKey();
          case AccountCommand.Hold c -> record.getHold().getResultKey();
          case AccountCommand.Take c -> record.getTake().getResultKey();
          case AccountCommand.GiveBack c -> record.getGiveBack().getResultKey();
          case AccountCommand.Release c -> null;
          case AccountCommand.Sweep c -> null;
        };
    if (key == null) {
      return Optional.empty();
    }
    Account account = decided.book().account();
    AccountHold hold =
        command instanceof AccountCommand.OfHold ofHold
            ? decided.book().holds().get(ofHold.holdId())
            : null;
    return Optional.of(
        AccountResult.newBuilder()
            .setResultKey(key)
            .setAccountId(record.getAccountId())
            .setOperation(operation(command))
            .setRequestId(requestId(command))
            .setDone(decided.refusal().isEmpty())
            .setRefusal(decided.refusal().map(AccountRejection::code).orElse(null))
            .setAmount(amount(command, hold))
            .setAvailable(account == null ? 0 : account.available())
            .setExpiresAt(hold == null ? null : hold.expiresAt())
            .setAt(now)
            .build());
  }

  private static long amount(AccountCommand command, @Nullable AccountHold hold) {
    return switch (command) {
      case AccountCommand.Issue c -> c.amount();
      case AccountCommand.Hold c -> hold == null ? 0 : hold.amount();
      case AccountCommand.Take c -> c.amount();
      case AccountCommand.GiveBack c -> c.amount();
      case AccountCommand.Release c -> 0;
      case AccountCommand.Sweep c -> 0;
    };
  }

  private static String requestId(AccountCommand command) {
    return switch (command) {
      case AccountCommand.Issue c -> c.issueId();
      case AccountCommand.GiveBack c -> c.giveBackId();
      case AccountCommand.OfHold c -> c.holdId();
      case AccountCommand.Sweep c -> "";
    };
  }

  private static AccountOperation operation(AccountCommand command) {
    return switch (command) {
      case AccountCommand.Issue c -> AccountOperation.ISSUE;
      case AccountCommand.Hold c -> AccountOperation.HOLD;
      case AccountCommand.Take c -> AccountOperation.TAKE;
      case AccountCommand.Release c -> AccountOperation.RELEASE;
      case AccountCommand.GiveBack c -> AccountOperation.GIVE_BACK;
      case AccountCommand.Sweep c -> AccountOperation.UNKNOWN;
    };
  }

  private static Reply reply(Request request, Decided decided, Instant now) {
    AccountState state = decided.state();
    if (decided.refusal().isPresent() || state == null) {
      return refused(request, decided.refusal().orElse(AccountRejection.MALFORMED_COMMAND), now);
    }
    return Replies.accepted(request, now)
        .setReplayed(decided.events().isEmpty())
        .setAccount(state.getAccount())
        .build();
  }

  private static Reply refused(Request request, AccountRejection refusal, Instant now) {
    // What edges ask for goes by the id of their command.
    String code =
        refusal == AccountRejection.CREDIT_ID_REUSED ? "idempotency_key_reused" : refusal.code();
    return Replies.refused(request, now, code, refusal.detail(), List.of());
  }

  private void answer(String accountId, AccountsOutcome outcome, Instant now, Headers headers) {
    if (!outcome.isEmpty()) {
      context.forward(
          new Record<>(accountId, outcome, now.toEpochMilli(), MessageHeaders.passedOn(headers)));
    }
  }
}
