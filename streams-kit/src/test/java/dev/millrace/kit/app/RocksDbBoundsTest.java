package dev.millrace.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

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
    assertThat(compactionOf("command-answers")).isEqualTo(CompactionStyle.LEVEL);
    assertThat(compactionOf("order-deadlines")).isEqualTo(CompactionStyle.LEVEL);
    assertThat(compactionOf("order-state")).isEqualTo(CompactionStyle.UNIVERSAL);
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
