package dev.millrace.search.index;

import dev.millrace.schemas.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param total how many products there are in all
 * @param next where to go on; null at the end
 * @param correctedQuery what was searched for in place of what was written; null when that was fine
 * @param indexOffsets by partition of the document topic, the offset before which everything
 *     counted
 */
public record SearchResult(
    List<Item> items,
    long total,
    Map<String, Map<String, Integer>> facets,
    @Nullable String next,
    @Nullable String correctedQuery,
    Map<Integer, Long> indexOffsets) {

  /** One product. */
  public record Item(
      String productId,
      String title,
      @Nullable String brand,
      @Nullable String categoryId,
      @Nullable String image,
      @Nullable Money price,
      boolean inStock,
      List<String> skus) {}
}
