package dev.millrace.catalog;

import dev.millrace.kit.run.StreamsProcess;

/** Runs the catalogue as a process of its own, with settings from the environment. */
public final class CatalogMain {

  private CatalogMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) -> CatalogModule.of(CatalogConfig.from(settings), topics));
  }
}
