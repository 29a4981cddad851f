package dev.millrace.edge;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import dev.millrace.avro.ledger.LedgerTerms;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.LedgerKey;
import java.util.List;

/** What the ledger would say. */
final class LedgerSamples {

  private static final LedgerTerms TERMS = new LedgerTerms(1_000, true, "sandbox");

  private LedgerSamples() {}

  static LedgerOrder order(String orderId) {
    return new LedgerOrder(
        orderId,
        4L,
        7L,
        TERMS,
        "EUR",
        List.of(),
        4_818L,
        0L,
        0L,
        List.of(),
        List.of(
            new JournalEntry(
                orderId + ":4",
                orderId,
                7L,
                4L,
                "paymentAuthorized",
                Samples.NOW,
                TERMS,
                List.of(
                    new LedgerPosting("authorised_promise:sandbox", "EUR", 4_818L),
                    new LedgerPosting("promise_contra", "EUR", -4_818L)),
                null)),
        List.of(),
        false,
        false);
  }

  /** A partition's part of a balance. */
  static void balance(
      FakeShop shop, int partition, String account, String type, long debit, long credit) {
    shop.list(
        StateStore.LEDGER_BALANCES,
        partition,
        LedgerKey.of(account, "EUR"),
        new LedgerBalance(account, type, "EUR", debit, credit, 1L));
  }
}
