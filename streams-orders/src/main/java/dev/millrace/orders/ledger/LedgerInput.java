package dev.millrace.orders.ledger;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.orders.OrderEvent;
import org.jspecify.annotations.Nullable;

/** What the ledger follows; null where a record has no content. */
sealed interface LedgerInput {

  record OfOrder(@Nullable OrderEvent event) implements LedgerInput {}

  record OfAccount(@Nullable AccountEvent event) implements LedgerInput {}
}
