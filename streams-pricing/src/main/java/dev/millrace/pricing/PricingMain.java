package dev.millrace.pricing;

import dev.millrace.kit.run.StreamsProcess;

/** The pricing context as a process of its own. */
public final class PricingMain {

  private PricingMain() {}

  public static void main(String[] args) {
    StreamsProcess.runFromEnvironment(
        (settings, topics) -> PricingModule.of(PricingConfig.from(settings), topics));
  }
}
