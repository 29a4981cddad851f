package dev.millrace.edge.resource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/** Asks all partitions of a topic the same, side by side. */
final class EveryPartition {

  private final List<String> keys;

  EveryPartition(int partitions) {
    keys = keysOf(partitions);
  }

  int count() {
    return keys.size();
  }

  /** Some key that falls into the partition, for questions that are asked by key. */
  String keyIn(int partition) {
    return keys.get(partition);
  }

  /**
   * The answers in the order of the partitions.
   *
   * @param question bounded in time; if it throws for one, that is thrown here
   */
  <T> List<T> ask(IntFunction<T> question) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<T>> answers =
          IntStream.range(0, keys.size())
              .mapToObj(
                  partition ->
                      CompletableFuture.supplyAsync(() -> question.apply(partition), threads))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** As Kafka's default partitioner has it. */
  private static List<String> keysOf(int partitions) {
    List<String> keys = new ArrayList<>(java.util.Collections.nCopies(partitions, ""));
    int missing = partitions;
    for (int number = 0; missing > 0; number++) {
      String key = "partition-" + number;
      int hash = Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
      int partition = Utils.toPositive(hash) % partitions;
      if (keys.get(partition).isEmpty()) {
        keys.set(partition, key);
        missing--;
      }
    }
    return List.copyOf(keys);
  }
}
