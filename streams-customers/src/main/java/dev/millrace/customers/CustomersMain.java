package dev.millrace.customers;

import dev.millrace.kit.run.StreamsProcess;

/** The customers context as a process of its own. */
public final class CustomersMain {

  private CustomersMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) -> CustomersModule.of(CustomersConfig.from(settings), topics));
  }
}
