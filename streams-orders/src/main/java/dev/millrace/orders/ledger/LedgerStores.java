package dev.millrace.orders.ledger;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerCredit;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.orders.journal.Posting;
import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.id.LedgerKey;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stores of the ledger. All lie in the partition of the order or the account, balances too:
 * each partition has the part of every account that its orders moved, and who wants the whole asks
 * all of them. To send each posting on to its account's own partition would be a dozen records more
 * for every order, and one hot partition for the fees.
 *
 * <p>Entries stay in memory until a commit, so an order that is through in between writes one
 * record to each changelog, and so does an account however many orders move it.
 *
 * <p>Threading: one instance belongs to one task.
 */
public final class LedgerStores {

  /** The books of each order, by order id. */
  public static final String ORDERS = "ledger-orders";

  /** This partition's part of the balances, by {@link LedgerKey}. */
  public static final String BALANCES = "ledger-balances";

  /** How far the events of each gift card and store credit are entered, by account id. */
  private static final String CREDIT = "ledger-credit";

  private final KeyValueStore<String, LedgerOrder> orders;
  private final KeyValueStore<String, LedgerCredit> credit;
  private final KeyValueStore<String, LedgerBalance> balances;

  /** Opens the stores of the task. */
  LedgerStores(ProcessingContext context) {
    orders = context.getStateStore(ORDERS);
    credit = context.getStateStore(CREDIT);
    balances = context.getStateStore(BALANCES);
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return ProcessorStores.inOrder(
        ProcessorStores.records(ORDERS, LedgerOrder.class, topics).withCachingEnabled(),
        ProcessorStores.records(CREDIT, LedgerCredit.class, topics).withCachingEnabled(),
        ProcessorStores.records(BALANCES, LedgerBalance.class, topics).withCachingEnabled());
  }

  /** Enters an event; gives the entry to publish, if it is one. */
  Optional<JournalEntry> enter(OrderEvent event, Terms terms) {
    if (!LedgerBooks.concerns(event)) {
      return Optional.empty();
    }
    Optional<LedgerBooks.Change> change =
        LedgerBooks.next(orders.get(event.getOrderId()), event, terms);
    change.ifPresent(
        made -> {
          orders.put(event.getOrderId(), made.order());
          post(made.postings());
        });
    return change.flatMap(LedgerBooks.Change::entry);
  }

  /** The same of an event of an account. */
  Optional<JournalEntry> enter(AccountEvent event, Terms terms) {
    if (!CreditBooks.concerns(event)) {
      return Optional.empty();
    }
    Optional<CreditBooks.Change> change =
        CreditBooks.next(credit.get(event.getAccountId()), event, terms);
    change.ifPresent(
        made -> {
          credit.put(event.getAccountId(), made.credit());
          post(made.postings());
        });
    return change.map(CreditBooks.Change::entry);
  }

  private void post(List<Posting> postings) {
    for (Posting posting : postings) {
      String key = LedgerKey.of(posting.account().id(), posting.currency());
      balances.put(key, LedgerBooks.plus(balances.get(key), posting));
    }
  }
}
