package dev.millrace.search.index;

import dev.millrace.avro.search.SearchDocument;
import org.jspecify.annotations.Nullable;

/**
 * One record of the document topic.
 *
 * @param document null when the product is not to be found any more
 */
public record DocumentChange(
    int partition, long offset, String productId, @Nullable SearchDocument document) {}
