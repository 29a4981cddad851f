package dev.millrace.search;

import dev.millrace.avro.search.SearchDocument;
import dev.millrace.avro.search.state.SkuMembership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What news of a product leads to.
 *
 * @param memberships what the holders of SKUs must know
 * @param publishes whether the document table gets a record
 * @param document the record; null hides the product
 */
record SearchOutcome(
    List<SkuMembership> memberships, boolean publishes, @Nullable SearchDocument document) {}
