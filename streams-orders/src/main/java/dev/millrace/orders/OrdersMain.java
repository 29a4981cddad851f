package dev.millrace.orders;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the orders as a process of their own. */
public final class OrdersMain {

  private OrdersMain() {}

  public static void main(String[] args) {
    RunningProcess.run(OrdersMain::start);
  }

  /** Starts the context in the process. */
  public static void start(RunningProcess process, Settings settings) {
    OrdersConfig config = OrdersConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> OrdersModule.of(config, topics));
  }
}
