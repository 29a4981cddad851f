package dev.millrace.inventory.history;

import dev.millrace.kit.run.StreamsProcess;

/** Runs the history of the inventory as a process of its own. */
public final class InventoryHistoryMain {

  private InventoryHistoryMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) ->
            InventoryHistoryModule.of(InventoryHistoryConfig.from(settings), topics));
  }
}
