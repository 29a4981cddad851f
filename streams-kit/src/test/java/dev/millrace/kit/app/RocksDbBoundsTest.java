package dev.millrace.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksDbBoundsTest {

  static {
    RocksDB.loadLibrary();
  }

  private static CompactionStyle compactionOf(String store) {
    RocksDbBounds bounds = new RocksDbBounds();
    try (Options options = new Options()) {
      bounds.setConfig(store, options, Map.of());
      CompactionStyle style = options.compactionStyle();
      bounds.close(store, options);
      return style;
    }
  }

  @Test
  void storesThatAreSweptInTimeOrderAreCompactedByLevels() {
    assertThat(compactionOf("order-deadlines")).isEqualTo(CompactionStyle.LEVEL);
    assertThat(compactionOf("order-state")).isEqualTo(CompactionStyle.UNIVERSAL);
  }

  @Test
  void storesOfAnswersKeepTheirNewestFilesOnly(@TempDir Path folder) throws RocksDBException {
    try (Options options = new Options().setCreateIfMissing(true)) {
      new RocksDbBounds().setConfig("some-answers", options, Map.of());
      assertThat(options.compactionStyle()).isEqualTo(CompactionStyle.FIFO);
      assertThat(options.compactionOptionsFIFO().maxTableFilesSize())
          .isEqualTo(RocksDbBounds.ANSWERS_BYTES_MAX);

      long bytesMax = 1 << 20;
      try (var fewer = new CompactionOptionsFIFO().setMaxTableFilesSize(bytesMax);
          RocksDB store = RocksDB.open(options.setCompactionOptionsFIFO(fewer), folder.toString());
          FlushOptions flushed = new FlushOptions().setWaitForFlush(true)) {
        byte[] value = new byte[64 << 10];
        for (byte key = 0; key < 64; key++) {
          new Random(key).nextBytes(value);
          store.put(new byte[] {key}, value);
          store.flush(flushed);
        }
        store.cancelAllBackgroundWork(true);

        assertThat(store.get(new byte[] {0})).isNull();
        assertThat(store.get(new byte[] {63})).isEqualTo(value);
        assertThat(store.getLongProperty("rocksdb.total-sst-files-size"))
            .isBetween(bytesMax / 2, 2 * bytesMax);
      }
    }
  }

  @Test
  void indexesAndFiltersCountAgainstTheSharedCache() {
    try (Options options = new Options()) {
      new RocksDbBounds().setConfig("order-state", options, Map.of());

      assertThat(options.tableFormatConfig())
          .isInstanceOfSatisfying(
              BlockBasedTableConfig.class,
              table -> assertThat(table.cacheIndexAndFilterBlocks()).isTrue());
      assertThat(options.writeBufferManager()).isNotNull();
    }
  }

  @Test
  void allStoresShareOneBudgetAndClosingOneLeavesItToTheOthers() {
    RocksDbBounds bounds = new RocksDbBounds();
    try (Options first = new Options();
        Options second = new Options()) {
      bounds.setConfig("first-state", first, Map.of());
      bounds.close("first-state", first);
      new RocksDbBounds().setConfig("second-state", second, Map.of());

      assertThat(second.writeBufferManager()).isSameAs(first.writeBufferManager());
      assertThat(second.writeBufferManager().isOwningHandle()).isTrue();
    }
  }
}
