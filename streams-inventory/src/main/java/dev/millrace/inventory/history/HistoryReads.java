package dev.millrace.inventory.history;

import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.kit.app.KeyQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What readers ask of the history. The asker says with {@code through} which sequence it has seen:
 * the answer waits until the history has seen it too.
 */
final class HistoryReads {

  private static final int EVENTS_MAX = 200;
  private static final int EVENTS_DEFAULT = 50;

  /** Events that one answer may look at when few of them match. */
  private static final int LOOKED_AT_MAX = 2_000;

  private HistoryReads() {}

  /**
   * Events of a SKU as a {@link StockEventPage}.
   *
   * @param parameters {@code after_sequence} (else from the oldest), {@code limit} (1 to 200, else
   *     50), {@code type} (as the event names it) and {@code seller} for only those that match,
   *     {@code through}
   */
  static KeyQuery.Answer events(
      KeyQuery.PartitionStores stores, String sku, Map<String, String> parameters) {
    try {
      return pageOfEvents(stores, sku, parameters);
    } catch (SkuPast.ForgottenMeanwhileException e) {
      return new KeyQuery.Behind(String.valueOf(e.getMessage()));
    }
  }

  private static KeyQuery.Answer pageOfEvents(
      KeyQuery.PartitionStores stores, String sku, Map<String, String> parameters) {
    long through = number(parameters, "through", 0, HistoryKeys.SEQUENCE_MAX).orElse(0L);
    int limit = number(parameters, "limit", 1, EVENTS_MAX).orElse((long) EVENTS_DEFAULT).intValue();
    Optional<Long> after = number(parameters, "after_sequence", 0, HistoryKeys.SEQUENCE_MAX);
    @Nullable SkuPast past = SkuPast.open(stores, sku);
    if (past == null || past.lastSequence() < through) {
      return notYet(past, through);
    }
    KeptHistory kept = past.kept();
    if (after.isPresent() && after.get() < kept.getFirstSequence() - 1) {
      return new KeyQuery.Found(new StockEventPage(kept, true, List.of(), null));
    }
    List<StockEvent> matching = new ArrayList<>();
    long last = after.orElse(kept.getFirstSequence() - 1);
    int lookedAt = 0;
    try (var entries = past.eventsAfter(last)) {
      while (entries.hasNext() && matching.size() < limit && lookedAt < LOOKED_AT_MAX) {
        StockEvent event = (StockEvent) entries.next().value;
        lookedAt++;
        last = event.getSequence();
        if (matches(event, parameters)) {
          matching.add(event);
        }
      }
      return new KeyQuery.Found(
          new StockEventPage(kept, false, matching, entries.hasNext() ? last : null));
    }
  }

  /**
   * The stock of a SKU at a moment as a {@link StockAsOf}. Times of events never fall, so the
   * answer stands once the history has an event after the moment.
   *
   * @param parameters {@code as_of} in milliseconds since 1970, {@code through}
   */
  static KeyQuery.Answer asOf(
      KeyQuery.PartitionStores stores, String sku, Map<String, String> parameters) {
    try {
      return stockAsOf(stores, sku, parameters);
    } catch (SkuPast.ForgottenMeanwhileException e) {
      return new KeyQuery.Behind(String.valueOf(e.getMessage()));
    }
  }

  private static KeyQuery.Answer stockAsOf(
      KeyQuery.PartitionStores stores, String sku, Map<String, String> parameters) {
    long through = number(parameters, "through", 0, HistoryKeys.SEQUENCE_MAX).orElse(0L);
    Instant moment =
        Instant.ofEpochMilli(
            number(parameters, "as_of", 0, Long.MAX_VALUE)
                .orElseThrow(() -> new IllegalArgumentException("as_of is missing")));
    @Nullable SkuPast past = SkuPast.open(stores, sku);
    if (past == null || (past.lastSequence() < through && !past.lastAt().isAfter(moment))) {
      return notYet(past, through);
    }
    KeptHistory kept = past.kept();
    boolean pruned = kept.getFirstSequence() > 1 && moment.isBefore(kept.getKnownFrom());
    @Nullable Stock stock = pruned ? null : past.stockAt(moment);
    return new KeyQuery.Found(new StockAsOf(kept, pruned, stock));
  }

  private static KeyQuery.Answer notYet(@Nullable SkuPast past, long through) {
    long last = past == null ? 0 : past.lastSequence();
    return last >= through
        ? new KeyQuery.Missing()
        : new KeyQuery.Behind("the history has event %d, not yet %d".formatted(last, through));
  }

  private static boolean matches(StockEvent event, Map<String, String> wanted) {
    String type = wanted.get("type");
    String seller = wanted.get("seller");
    return (type == null || type.equals(event.getType()))
        && (seller == null || concerns(event, seller));
  }

  /**
   * Whether an event is about a seller's stock. One that changes no level and names no seller, such
   * as the beginning of a split, is nobody's.
   */
  private static boolean concerns(StockEvent event, String seller) {
    return event.getLevelsAfter().stream().anyMatch(level -> level.getSellerId().equals(seller))
        || seller.equals(namedSeller(event));
  }

  private static @Nullable String namedSeller(StockEvent event) {
    if (event.getStockReserved() != null) {
      return event.getStockReserved().getSellerId();
    }
    if (event.getReservationExtended() != null) {
      return event.getReservationExtended().getSellerId();
    }
    if (event.getSalesTermsSet() != null) {
      return event.getSalesTermsSet().getTerms().getSellerId();
    }
    if (event.getSoldOut() != null) {
      return event.getSoldOut().getSellerId();
    }
    if (event.getBackInStock() != null) {
      return event.getBackInStock().getSellerId();
    }
    if (event.getStockWatched() != null) {
      return event.getStockWatched().getSellerId();
    }
    if (event.getStockWatchEnded() != null) {
      return event.getStockWatchEnded().getSellerId();
    }
    if (event.getBackorderWithdrawn() != null) {
      return event.getBackorderWithdrawn().getSellerId();
    }
    return event.getBackorderFilled() == null ? null : event.getBackorderFilled().getSellerId();
  }

  private static Optional<Long> number(
      Map<String, String> parameters, String name, long min, long max) {
    String text = parameters.get(name);
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    }
    throw new IllegalArgumentException("%s is a number from %d to %d".formatted(name, min, max));
  }
}
