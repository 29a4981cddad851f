package dev.millrace.orders.views;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the views of orders as a process of its own. */
public final class OrderViewsMain {

  private OrderViewsMain() {}

  public static void main(String[] args) {
    RunningProcess.run(OrderViewsMain::start);
  }

  /** Starts the views in the process. */
  public static void start(RunningProcess process, Settings settings) {
    Brokers brokers = Brokers.from(settings);
    StreamsProcess.start(
        process,
        settings,
        topics -> OrderViewsModule.of(topics, process.keep(new KafkaOrderLog(topics, brokers))));
  }
}
