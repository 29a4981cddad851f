package dev.millrace.search.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BytesRef;

/**
 * Counts the hits of a query by what they have. Counting needs nothing prepared for the whole
 * index, so a refresh stays cheap; all attributes share one field, in which each name is a range.
 */
final class FacetCounts {

  /** How many values of a facet are told; the rest are the rarest. */
  static final int VALUES_MAX = 50;

  private static final String ATTRIBUTE_PREFIX = "attr.";
  private static final int NAME_LENGTH_MAX = 80;

  /** Lower ends of the price ranges, in minor units; the last has no end. */
  private static final long[] PRICE_STEPS = {
    0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000
  };

  /** One value and how many hits have it. */
  record Count(String value, int hits) {}

  private FacetCounts() {}

  static boolean isKnown(String facet) {
    return switch (facet) {
      case "brand", "category", "price" -> true;
      default ->
          facet.startsWith(ATTRIBUTE_PREFIX)
              && facet.length() > ATTRIBUTE_PREFIX.length()
              && facet.length() <= NAME_LENGTH_MAX;
    };
  }

  /**
   * By facet, in the order asked for, its most frequent values; price ranges come in their order.
   */
  static Map<String, List<Count>> count(IndexSearcher searcher, Query query, List<String> facets)
      throws IOException {
    Map<String, List<Count>> counts = new LinkedHashMap<>();
    if (facets.isEmpty()) {
      return counts;
    }
    List<Counter> counters = facets.stream().map(FacetCounts::counter).toList();
    searcher.search(query, new AllCounters(counters));
    for (int i = 0; i < facets.size(); i++) {
      counts.put(facets.get(i), counters.get(i).result());
    }
    return counts;
  }

  private static Counter counter(String facet) {
    return switch (facet) {
      case "brand" -> new LabelCounter(SearchFields.BRAND_LABEL, "");
      case "category" -> new LabelCounter(SearchFields.CATEGORY_LABEL, "");
      case "price" -> new PriceCounter();
      default ->
          new LabelCounter(
              SearchFields.ATTRIBUTE_LABEL,
              SearchText.key(facet.substring(ATTRIBUTE_PREFIX.length())) + SearchFields.SEPARATOR);
    };
  }

  private interface Counter {
    void enter(LeafReaderContext segment) throws IOException;

    void count(int document) throws IOException;

    void leave() throws IOException;

    List<Count> result();
  }

  /** Counts by label; within a segment by number, and only the labels of the prefix. */
  private static final class LabelCounter implements Counter {
    private final String field;
    private final String prefix;
    private final Map<String, Integer> counts = new HashMap<>();
    private SortedSetDocValues labels = DocValues.emptySortedSet();
    private long from;
    private int[] bySegment = {};

    private LabelCounter(String field, String prefix) {
      this.field = field;
      this.prefix = prefix;
    }

    @Override
    public void enter(LeafReaderContext segment) throws IOException {
      labels = DocValues.getSortedSet(segment.reader(), field);
      from = 0;
      long to = labels.getValueCount();
      if (!prefix.isEmpty()) {
        from = ordinalAtOrAfter(prefix);
        String name = prefix.substring(0, prefix.length() - 1);
        to = ordinalAtOrAfter(name + (char) (SearchFields.SEPARATOR + 1));
      }
      bySegment = new int[Math.toIntExact(to - from)];
    }

    @Override
    public void count(int document) throws IOException {
      if (bySegment.length == 0 || !labels.advanceExact(document)) {
        return;
      }
      for (int left = labels.docValueCount(); left > 0; left--) {
        long ordinal = labels.nextOrd() - from;
        if (ordinal >= bySegment.length) {
          return;
        }
        if (ordinal >= 0) {
          bySegment[(int) ordinal]++;
        }
      }
    }

    @Override
    public void leave() throws IOException {
      for (int i = 0; i < bySegment.length; i++) {
        if (bySegment[i] > 0) {
          String label = labels.lookupOrd(from + i).utf8ToString().substring(prefix.length());
          counts.merge(label, bySegment[i], Integer::sum);
        }
      }
    }

    @Override
    public List<Count> result() {
      return counts.entrySet().stream()
          .map(entry -> new Count(entry.getKey(), entry.getValue()))
          .sorted(Comparator.comparing(Count::hits).reversed().thenComparing(Count::value))
          .limit(VALUES_MAX)
          .toList();
    }

    private long ordinalAtOrAfter(String label) throws IOException {
      long ordinal = labels.lookupTerm(new BytesRef(label));
      return ordinal >= 0 ? ordinal : -ordinal - 1;
    }
  }

  private static final class PriceCounter implements Counter {
    private final int[] counts = new int[PRICE_STEPS.length];
    private SortedNumericDocValues prices = DocValues.emptySortedNumeric();

    @Override
    public void enter(LeafReaderContext segment) throws IOException {
      prices = DocValues.getSortedNumeric(segment.reader(), SearchFields.PRICE);
    }

    @Override
    public void count(int document) throws IOException {
      if (prices.advanceExact(document)) {
        long price = prices.nextValue();
        int step = PRICE_STEPS.length - 1;
        while (step > 0 && price < PRICE_STEPS[step]) {
          step--;
        }
        counts[step]++;
      }
    }

    @Override
    public void leave() {}

    /** Each value is a condition on the price that the filter of that name understands. */
    @Override
    public List<Count> result() {
      List<Count> result = new ArrayList<>();
      for (int step = 0; step < counts.length; step++) {
        if (counts[step] > 0) {
          String value =
              step == counts.length - 1
                  ? ">=" + PRICE_STEPS[step]
                  : PRICE_STEPS[step] + ".." + (PRICE_STEPS[step + 1] - 1);
          result.add(new Count(value, counts[step]));
        }
      }
      return result;
    }
  }

  private record AllCounters(List<Counter> counters) implements Collector {
    @Override
    public LeafCollector getLeafCollector(LeafReaderContext segment) throws IOException {
      for (Counter counter : counters) {
        counter.enter(segment);
      }
      return new LeafCollector() {
        @Override
        public void setScorer(Scorable scorer) {
          // Counting needs no scores.
        }

        @Override
        public void collect(int document) throws IOException {
          for (Counter counter : counters) {
            counter.count(document);
          }
        }

        @Override
        public void finish() throws IOException {
          for (Counter counter : counters) {
            counter.leave();
          }
        }
      };
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
