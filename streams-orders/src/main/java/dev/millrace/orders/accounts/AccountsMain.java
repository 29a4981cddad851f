package dev.millrace.orders.accounts;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the accounts as a process of its own. */
public final class AccountsMain {

  private AccountsMain() {}

  public static void main(String[] args) {
    RunningProcess.run(AccountsMain::start);
  }

  /** Starts the accounts in the process. */
  public static void start(RunningProcess process, Settings settings) {
    StreamsProcess.start(process, settings, AccountsModule::of);
  }
}
