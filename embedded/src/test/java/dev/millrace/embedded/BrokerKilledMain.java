package dev.millrace.embedded;

import java.nio.file.Path;

/** Commits two records, leaves a third one open, says so, and waits to be killed. */
final class BrokerKilledMain {
  private BrokerKilledMain() {}

  public static void main(String[] args) throws Exception {
    var address =
        EmbeddedBroker.start(EmbeddedBroker.Options.in(Path.of(args[0]))).bootstrapServers();
    Clients.createTopic(address, "things");
    Clients.commit(address, "things", "one", "two");
    Clients.leaveOpen(address, "things", "never committed");
    ChildJvm.sayAndWaitForTheKill("ready");
  }
}
