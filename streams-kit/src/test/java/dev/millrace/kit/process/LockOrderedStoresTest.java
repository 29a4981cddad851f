package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockOrderedStoresTest {

  private static final int WRITES = 100_000;
  private static final long SECONDS_MAX = 60;
  private static final Bytes KEY = Bytes.wrap("key".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void readersAndTheWriterNeverWaitForEachOtherForEver() throws Exception {
    var context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    KeyValueStore<Bytes, byte[]> store = LockOrderedStores.keyValue("some-state").get();
    store.init(context.getStateStoreContext(), store);
    Executor threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    var writing = new AtomicBoolean(true);

    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              while (writing.get()) {
                KeyQuery<Bytes, byte[]> query = KeyQuery.withKey(KEY);
                store.query(query, PositionBound.unbounded(), new QueryConfig(false));
              }
            },
            threads);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < WRITES; i++) {
                context.setRecordMetadata("topic", 0, i);
                store.put(KEY, new byte[] {1});
              }
              writing.set(false);
            },
            threads);

    assertThat(CompletableFuture.allOf(reader, writer))
        .succeedsWithin(SECONDS_MAX, TimeUnit.SECONDS);
    store.close();
  }
}
