package dev.millrace.kit.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How much is left to read from changelogs before the stores can be asked. */
final class RestoreProgress implements StateRestoreListener {

  private final Map<TopicPartition, Long> leftByChangelog = new ConcurrentHashMap<>();

  @Override
  public void onRestoreStart(
      TopicPartition changelog, String store, long startingOffset, long endingOffset) {
    leftByChangelog.put(changelog, Math.max(0, endingOffset - startingOffset));
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEndOffset, long restored) {
    leftByChangelog.computeIfPresent(changelog, (key, left) -> Math.max(0, left - restored));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
    leftByChangelog.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
    leftByChangelog.remove(changelog);
  }

  long recordsLeft() {
    return leftByChangelog.values().stream().mapToLong(Long::longValue).sum();
  }
}
