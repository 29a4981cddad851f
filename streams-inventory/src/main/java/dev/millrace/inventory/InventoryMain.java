package dev.millrace.inventory;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the inventory as a process of its own. */
public final class InventoryMain {

  private InventoryMain() {}

  public static void main(String[] args) {
    RunningProcess.run(InventoryMain::start);
  }

  /** Starts the context in the process. */
  public static void start(RunningProcess process, Settings settings) {
    InventoryConfig config = InventoryConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> InventoryModule.of(config, topics));
  }
}
