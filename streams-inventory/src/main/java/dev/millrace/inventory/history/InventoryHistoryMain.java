package dev.millrace.inventory.history;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the history of the inventory as a process of its own. */
public final class InventoryHistoryMain {

  private InventoryHistoryMain() {}

  public static void main(String[] args) {
    RunningProcess.run(InventoryHistoryMain::start);
  }

  /** Starts the history in the process. */
  public static void start(RunningProcess process, Settings settings) {
    InventoryHistoryConfig config = InventoryHistoryConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> InventoryHistoryModule.of(config, topics));
  }
}
