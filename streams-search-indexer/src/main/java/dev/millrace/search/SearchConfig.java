package dev.millrace.search;

import dev.millrace.launch.config.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of search.
 *
 * @param currency ISO 4217 code of the prices that are shown when a SKU is offered in several
 * @param indexDir folder of the Lucene index; it may be deleted, the index is then built again
 * @param refreshEvery what was indexed is found after at most this long
 * @param commitEvery after a crash, what came later is read from the topic again
 * @param commitDocumentsMax documents after which a commit comes early
 * @param ramBufferMb memory that Lucene may use before it writes a segment
 */
public record SearchConfig(
    String currency,
    Path indexDir,
    Duration refreshEvery,
    Duration commitEvery,
    int commitDocumentsMax,
    int ramBufferMb) {

  public static SearchConfig from(Settings settings) {
    return new SearchConfig(
        settings.text(
            "MILLRACE_SEARCH_CURRENCY",
            "currency of the prices that search shows when there are several",
            "USD",
            "[A-Z]{3}",
            "ISO 4217 code"),
        settings.path(
            "MILLRACE_SEARCH_INDEX_DIR", "folder of the search index", "data/search-index"),
        settings.duration(
            "MILLRACE_SEARCH_REFRESH_EVERY",
            "how long a new document may stay unfound",
            Duration.ofMillis(200),
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        settings.duration(
            "MILLRACE_SEARCH_COMMIT_EVERY",
            "how often the index is written to disk",
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)),
        settings.integer(
            "MILLRACE_SEARCH_COMMIT_DOCUMENTS_MAX",
            "documents after which the index is written to disk early",
            20_000,
            1,
            1_000_000),
        settings.integer(
            "MILLRACE_SEARCH_RAM_BUFFER_MB",
            "memory for documents that are not on disk yet",
            32,
            4,
            2_048));
  }
}
