package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import java.util.Optional;

/** The accounts, ready to run. */
public final class AccountsModule {

  private static final String APPLICATION_ID = "accounts";

  private AccountsModule() {}

  /** The application over these topics. */
  public static StreamsModule of(Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        AccountsTopology.build(topics),
        List.of(
            new QueryableStore(
                AccountsStores.ACCOUNTS, stored -> ((AccountState) stored).getAccount())),
        List.of(),
        Optional.empty(),
        true);
  }
}
