package dev.millrace.customers;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the customers context as a process of its own. */
public final class CustomersMain {

  private CustomersMain() {}

  public static void main(String[] args) {
    RunningProcess.run(CustomersMain::start);
  }

  /** Starts the context in the process. */
  public static void start(RunningProcess process, Settings settings) {
    CustomersConfig config = CustomersConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> CustomersModule.of(config, topics));
  }
}
