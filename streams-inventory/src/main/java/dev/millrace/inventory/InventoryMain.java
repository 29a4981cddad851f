package dev.millrace.inventory;

import dev.millrace.kit.run.StreamsProcess;

/** Runs the inventory as a process of its own. */
public final class InventoryMain {

  private InventoryMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) -> InventoryModule.of(InventoryConfig.from(settings), topics));
  }
}
