package dev.millrace.standalone.audit;

import dev.millrace.avro.accounts.Account;
import java.util.Optional;
import java.util.function.Consumer;

/** The accounts' own state, as its query server shows it. It may move while it is read. */
interface CreditStore {

  /** Whether the instance has accounts at all; a part of a cluster may not show them. */
  boolean hasAccounts();

  /** Hands over every account of a partition. */
  void accounts(int partition, Consumer<Account> accounts);

  /** One account. */
  Optional<Account> account(String accountId);
}
