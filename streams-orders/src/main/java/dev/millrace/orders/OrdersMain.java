package dev.millrace.orders;

import dev.millrace.kit.run.StreamsProcess;

/** Runs the orders as a process of its own. */
public final class OrdersMain {

  private OrdersMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) -> OrdersModule.of(OrdersConfig.from(settings), topics));
  }
}
