package dev.millrace.standalone.audit;

import dev.millrace.avro.ledger.state.LedgerBalance;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger's balances, as its query server shows them. They may move while they are read. */
interface LedgerStore {

  /** Whether the instance keeps a ledger at all; one may do without. */
  boolean isKept();

  /**
   * Waits, within a bound, until the ledger has entered the events of a partition up to an offset.
   * It may be behind when it has just started; whoever looks then would take that for a loss.
   */
  void await(int partition, long offset);

  /** Hands over a partition's part of every balance. */
  void balances(int partition, Consumer<LedgerBalance> balances);

  /** A partition's part of one balance. */
  Optional<LedgerBalance> balance(int partition, String account, String currency);
}
