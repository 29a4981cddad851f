package dev.millrace.search.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lucene index of search documents. Each commit says up to where it has read the document
 * topic, so an index that was killed goes on from its last commit; it holds nothing that the topic
 * does not.
 *
 * <p>Threading: one thread writes (apply, refresh, commit, clear, close); any number read.
 */
public final class SearchIndex implements AutoCloseable {

  /** Raise it when fields change their meaning: an index of another layout is built again. */
  static final String LAYOUT = "1";

  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);
  private static final String LAYOUT_KEY = "layout";
  private static final String OFFSET_KEY = "offset.";

  /** What an index is opened with. */
  public record Options(int ramBufferMb, String preferredCurrency) {}

  /** A read of the index. */
  @FunctionalInterface
  interface Read<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Options options;
  private final Map<Integer, Long> nextOffsets;
  private volatile Map<Integer, Long> visibleOffsets;
  private volatile boolean closed;

  private SearchIndex(
      FSDirectory directory, IndexWriter writer, Options options, Map<Integer, Long> nextOffsets)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.options = options;
    this.nextOffsets = new HashMap<>(nextOffsets);
    this.visibleOffsets = Map.copyOf(nextOffsets);
    this.searchers = new SearcherManager(writer, new SearcherFactory());
  }

  /**
   * Opens the index in a folder, making it when there is none. One that is damaged, or of another
   * layout or Lucene version, is emptied: the topic fills it again.
   */
  public static SearchIndex open(Path folder, Options options) {
    try {
      Files.createDirectories(folder);
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriter writer = writer(directory, options, IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
      Map<String, String> committed = committed(writer);
      if (writer.getDocStats().maxDoc > 0 && !LAYOUT.equals(committed.get(LAYOUT_KEY))) {
        log.warn("The search index in {} has another layout and is built again", folder);
        writer.deleteAll();
        committed = Map.of();
      }
      return new SearchIndex(directory, writer, options, offsets(committed));
    } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException e) {
      log.warn("The search index in {} cannot be read and is built again", folder, e);
      return createAnew(folder, options);
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be opened: " + folder, e);
    }
  }

  private static SearchIndex createAnew(Path folder, Options options) {
    try {
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriter writer = writer(directory, options, IndexWriterConfig.OpenMode.CREATE);
      return new SearchIndex(directory, writer, options, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be made: " + folder, e);
    }
  }

  private static IndexWriter writer(
      FSDirectory directory, Options options, IndexWriterConfig.OpenMode mode) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig(SearchText.ofDocuments())
            .setOpenMode(mode)
            .setRAMBufferSizeMB(options.ramBufferMb())
            // Closing must not save more than the offsets say; the feeder commits before it closes.
            .setCommitOnClose(false));
  }

  /** Takes changes in; they are found after a refresh and kept after a commit. */
  public void apply(List<DocumentChange> changes) {
    try {
      for (DocumentChange change : changes) {
        Term id = new Term(SearchFields.ID, change.productId());
        if (change.document() == null) {
          writer.deleteDocuments(id);
        } else {
          writer.updateDocument(
              id, DocumentFields.of(change.document(), options.preferredCurrency()));
        }
        nextOffsets.put(change.partition(), change.offset() + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be written", e);
    }
  }

  /** Makes everything that was applied findable. */
  public void refresh() {
    Map<Integer, Long> reached = Map.copyOf(nextOffsets);
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be refreshed", e);
    }
    visibleOffsets = reached;
  }

  /** Keeps everything that was applied, with the offsets it came from. */
  public void commit() {
    Map<String, String> data = new HashMap<>();
    data.put(LAYOUT_KEY, LAYOUT);
    nextOffsets.forEach((partition, next) -> data.put(OFFSET_KEY + partition, next.toString()));
    try {
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be committed", e);
    }
  }

  /** Empties the index, for a topic that is not the one it was made from. */
  public void clear() {
    try {
      writer.deleteAll();
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be emptied", e);
    }
    nextOffsets.clear();
    commit();
    refresh();
  }

  /** By partition, the offset to go on from; after opening, that of the last commit. */
  public Map<Integer, Long> nextOffsets() {
    return Map.copyOf(nextOffsets);
  }

  /** By partition, the offset before which everything can be found. */
  public Map<Integer, Long> visibleOffsets() {
    return new TreeMap<>(visibleOffsets);
  }

  /** How many products can be found. */
  public int size() {
    return read(searcher -> searcher.getIndexReader().numDocs());
  }

  /** Lets a reader see one state of the index. */
  <T> T read(Read<T> read) {
    if (closed) {
      throw new IllegalStateException("the search index is closed");
    }
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return read.read(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be read", e);
    }
  }

  /** Forgets what was not committed, as a crash would; call {@link #commit} before. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The search index cannot be closed", e);
    }
  }

  private static Map<String, String> committed(IndexWriter writer) {
    Map<String, String> committed = new HashMap<>();
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> committed.put(entry.getKey(), entry.getValue()));
    }
    return committed;
  }

  private static Map<Integer, Long> offsets(Map<String, String> committed) {
    Map<Integer, Long> offsets = new HashMap<>();
    committed.forEach(
        (key, value) -> {
          if (key.startsWith(OFFSET_KEY)) {
            offsets.put(
                Integer.parseInt(key.substring(OFFSET_KEY.length())), Long.parseLong(value));
          }
        });
    return offsets;
  }
}
