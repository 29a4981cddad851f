package dev.millrace.pricing;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs pricing as a process of its own. */
public final class PricingMain {

  private PricingMain() {}

  public static void main(String[] args) {
    RunningProcess.run(PricingMain::start);
  }

  /** Starts the context in the process. */
  public static void start(RunningProcess process, Settings settings) {
    PricingConfig config = PricingConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> PricingModule.of(config, topics));
  }
}
