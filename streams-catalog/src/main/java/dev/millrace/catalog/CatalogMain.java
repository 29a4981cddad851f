package dev.millrace.catalog;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the catalogue as a process of its own. */
public final class CatalogMain {

  private CatalogMain() {}

  public static void main(String[] args) {
    RunningProcess.run(CatalogMain::start);
  }

  /** Starts the context in the process. */
  public static void start(RunningProcess process, Settings settings) {
    CatalogConfig config = CatalogConfig.from(settings);
    StreamsProcess.start(process, settings, topics -> CatalogModule.of(config, topics));
  }
}
