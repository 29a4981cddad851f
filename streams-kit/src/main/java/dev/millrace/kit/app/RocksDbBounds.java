package dev.millrace.kit.app;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the native memory of all stores of the process together. Left alone, every store of every
 * partition takes up to 100 MB of its own.
 *
 * <p>The shared objects are made from the settings of the first store that opens and live as long
 * as the process: the last store to close cannot know that no other will open.
 */
public final class RocksDbBounds implements RocksDBConfigSetter {

  /** How the names of stores end that keep no more than {@link #ANSWERS_BYTES_MAX}. */
  public static final String ANSWERS = "-answers";

  /**
   * What such a store of a task keeps: its newest files. Of answers to reservations that is about
   * the last 700,000.
   */
  public static final long ANSWERS_BYTES_MAX = 256L << 20;

  /** Share of the cache that index and filter blocks may not be pushed out of. */
  private static final double INDEX_SHARE = 0.3;

  private static final int SHARD_BITS_CHOSEN_BY_SIZE = -1;
  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final long BLOCK_BYTES = 16 * 1024;
  private static final long MEMTABLE_BYTES = 8 * 1024 * 1024;

  /**
   * A memtable takes memory in pieces of this size. There are two column families to each store and
   * a store to each partition, so the default (an eighth of the memtable) would be hundreds of
   * megabytes of empty memtables.
   */
  private static final long MANIFEST_PREALLOCATION_BYTES = 64 * 1024;

  private static final long ARENA_BLOCK_BYTES = 32 * 1024;

  private static final int MEMTABLES_MAX = 2;

  /**
   * Most lookups are for what is not there: a hold not yet made, an answer not yet given. Ten bits
   * for each of the 60,000 small entries of a memtable spare them the walk through it.
   */
  private static final double MEMTABLE_BLOOM_SHARE = 0.01;

  private static final int BACKGROUND_JOBS_MAX = 2;
  private static final int LOG_FILES_MAX = 2;
  private static final long LOG_FILE_BYTES_MAX = 1024 * 1024;

  private static final AtomicReference<@Nullable Shared> SHARED = new AtomicReference<>();

  private record Shared(
      Cache cache, WriteBufferManager memtables, Filter filter, CompactionOptionsFIFO newestOnly) {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Shared shared = shared(configs);
    BlockBasedTableConfig table =
        options.tableFormatConfig() instanceof BlockBasedTableConfig given
            ? given
            : new BlockBasedTableConfig();
    table.setBlockCache(shared.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setPinL0FilterAndIndexBlocksInCache(true);
    table.setFilterPolicy(shared.filter());
    table.setBlockSize(BLOCK_BYTES);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(shared.memtables());
    options.setWriteBufferSize(MEMTABLE_BYTES);
    // The default of 4 MB for each store is most of a small shop's disk.
    options.setManifestPreallocationSize(MANIFEST_PREALLOCATION_BYTES);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    options.setMaxWriteBufferNumber(MEMTABLES_MAX);
    options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_SHARE);
    options.setMemtableWholeKeyFiltering(true);
    // Streams leaves the filters of the oldest files out, where most keys are.
    options.setOptimizeFiltersForHits(false);
    options.setMaxBackgroundJobs(BACKGROUND_JOBS_MAX);
    options.setCompactionStyle(compaction(storeName));
    options.setCompactionOptionsFIFO(shared.newestOnly());
    options.setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
    options.setKeepLogFileNum(LOG_FILES_MAX);
    options.setMaxLogFileSize(LOG_FILE_BYTES_MAX);
    // Hundreds of stores that write statistics every few minutes keep an idle machine busy.
    options.setStatsDumpPeriodSec(0);
  }

  /** Closes nothing: table format and options belong to Streams, the rest is shared. */
  @Override
  public void close(String storeName, Options options) {}

  private static CompactionStyle compaction(String storeName) {
    if (storeName.endsWith(ANSWERS)) {
      return CompactionStyle.FIFO;
    }
    return inTimeOrder(storeName) ? CompactionStyle.LEVEL : CompactionStyle.UNIVERSAL;
  }

  /**
   * Stores that are swept from the front leave tombstones there; levels get rid of them sooner than
   * universal compaction does.
   */
  private static boolean inTimeOrder(String storeName) {
    return storeName.endsWith("-by-age") || storeName.endsWith("-deadlines");
  }

  private static Shared shared(Map<String, Object> configs) {
    Shared known = SHARED.get();
    if (known != null) {
      return known;
    }
    synchronized (SHARED) {
      Shared now = SHARED.get();
      if (now == null) {
        now = newShared(configs);
        SHARED.set(now);
      }
      return now;
    }
  }

  private static Shared newShared(Map<String, Object> configs) {
    RocksDB.loadLibrary();
    long cacheBytes = megabytes(configs, StreamsAppConfig.RocksDb.BLOCK_CACHE_MB_KEY, 128);
    long memtableBytes = megabytes(configs, StreamsAppConfig.RocksDb.MEMTABLES_MB_KEY, 64);
    Cache cache = new LRUCache(cacheBytes, SHARD_BITS_CHOSEN_BY_SIZE, false, INDEX_SHARE);
    // Memtables are charged to a cache of their own, or a burst of writes would empty the other.
    Cache charged = new LRUCache(memtableBytes);
    return new Shared(
        cache,
        new WriteBufferManager(memtableBytes, charged),
        new BloomFilter(BLOOM_BITS_PER_KEY, false),
        new CompactionOptionsFIFO()
            .setMaxTableFilesSize(ANSWERS_BYTES_MAX)
            .setAllowCompaction(true));
  }

  private static long megabytes(Map<String, Object> configs, String key, int defaultMb) {
    Object given = configs.get(key);
    int mb = given == null ? defaultMb : Integer.parseInt(given.toString());
    return mb * 1024L * 1024L;
  }
}
