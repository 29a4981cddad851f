package dev.millrace.search;

import dev.millrace.kit.run.StreamsProcess;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Settings;
import dev.millrace.launch.run.RunningProcess;

/**
 * Runs search as a process of its own: the join of the tables, the index that is fed with its
 * documents, and the server that answers from it.
 */
public final class SearchMain {

  private SearchMain() {}

  public static void main(String[] args) {
    RunningProcess.run(SearchMain::start);
  }

  /** Starts the context and its index in the process. */
  public static void start(RunningProcess process, Settings settings) {
    SearchConfig config = SearchConfig.from(settings);
    Brokers brokers = Brokers.from(settings);
    StreamsProcess.start(
        process,
        settings,
        topics -> SearchModule.of(config, topics),
        (running, topics, meters) -> {
          SearchNode node = running.keep(SearchNode.start(config, topics, brokers, meters));
          node.ended()
              .thenAccept(
                  failure -> running.endBecause("the index is not fed any more: " + failure));
          return node.companion();
        });
  }
}
