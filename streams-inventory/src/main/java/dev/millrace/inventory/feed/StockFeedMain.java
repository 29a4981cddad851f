package dev.millrace.inventory.feed;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/** Runs the stock feed as a process of its own. */
public final class StockFeedMain {

  private StockFeedMain() {}

  public static void main(String[] args) {
    RunningProcess.run(StockFeedMain::start);
  }

  /** Starts the feed in the process. */
  public static void start(RunningProcess process, Settings settings) {
    StockFeedConfig config = StockFeedConfig.from(settings);
    StreamsProcess.startBeside(
        process,
        settings,
        (running, topics, meters) -> {
          StockFeed feed = running.keep(StockFeed.start(config, topics, meters));
          feed.ended().thenAccept(running::endBecause);
          return feed.companion();
        });
  }
}
