package dev.millrace.orders.ledger;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the ledger as a process of its own. */
public final class LedgerMain {

  private LedgerMain() {}

  public static void main(String[] args) {
    RunningProcess.run(LedgerMain::start);
  }

  /** Starts the ledger in the process. */
  public static void start(RunningProcess process, Settings settings) {
    LedgerConfig config = LedgerConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> LedgerModule.of(config, topics));
  }
}
