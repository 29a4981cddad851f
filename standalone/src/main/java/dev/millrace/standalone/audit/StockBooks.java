package dev.millrace.standalone.audit;

import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.schemas.id.BucketKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The books of all SKUs of one partition, and what is beside them: the inventory's stores and its
 * table. In memory: about 1 KB for a SKU and 0.5 KB for a hold, ended ones included.
 */
final class StockBooks {
  private final int partition;
  private final int partitions;

  /** Whether these are the books of split SKUs alone, of all partitions. */
  private final boolean isOfSplit;

  private final Map<String, SkuBook> books = new TreeMap<>();
  private final Map<String, Stock> table = new HashMap<>();
  private final Set<String> takenOut = new HashSet<>();
  private final List<Difference> unreadable = new ArrayList<>();

  /**
   * Empty books.
   *
   * @param partitions how many the topics have, which says what SKUs belong here
   */
  StockBooks(int partition, int partitions) {
    this(partition, partitions, false);
  }

  private StockBooks(int partition, int partitions, boolean isOfSplit) {
    this.isOfSplit = isOfSplit;
    this.partition = partition;
    this.partitions = partitions;
  }

  /** Whether a SKU's events are in this partition. */
  boolean owns(String sku) {
    if (isOfSplit) {
      return books.containsKey(sku);
    }
    int hash = Utils.murmur2(sku.getBytes(StandardCharsets.UTF_8));
    return Utils.toPositive(hash) % partitions == partition && !takenOut.contains(sku);
  }

  /** The books of split SKUs, whose buckets may be in any partition; they are no longer here. */
  List<SkuBook> takeSplit() {
    List<SkuBook> split = books.values().stream().filter(SkuBook::isSplit).toList();
    for (SkuBook book : split) {
      books.remove(book.sku());
      takenOut.add(book.sku());
    }
    return split;
  }

  /** The books of split SKUs of all partitions. */
  static StockBooks ofSplit(List<SkuBook> split) {
    var together = new StockBooks(0, 1, true);
    split.forEach(book -> together.books.put(book.sku(), book));
    return together;
  }

  /** The books of a SKU: one, and those of its buckets. */
  List<SkuBook> booksOf(String sku) {
    SkuBook home = books.get(sku);
    if (home == null || !home.isSplit()) {
      return home == null ? List.of() : List.of(home);
    }
    List<SkuBook> all = new ArrayList<>();
    for (int bucket = 0; bucket < BucketKey.BUCKETS_MAX; bucket++) {
      SkuBook book = books.get(BucketKey.of(sku, bucket));
      if (book != null) {
        all.add(book);
      }
    }
    return all;
  }

  /** The next event of the log. */
  void enter(StockEvent event) {
    SkuBook book = books.computeIfAbsent(event.getSku(), SkuBook::new);
    try {
      book.enter(event);
    } catch (IllegalArgumentException newer) {
      unreadable.add(
          new Difference(
              Difference.Kind.EVENTS, event.getSku(), String.valueOf(newer.getMessage())));
    }
  }

  /** The next record of the table. */
  void enter(Stock stock) {
    table.put(stock.getSku(), stock);
  }

  Collection<SkuBook> all() {
    return books.values();
  }

  Optional<SkuBook> book(String sku) {
    return Optional.ofNullable(books.get(sku));
  }

  /** What events say against the events before them. */
  List<Difference> amongEvents() {
    List<Difference> found = new ArrayList<>(unreadable);
    books.forEach(
        (sku, book) ->
            book.ledger()
                .differences()
                .forEach(what -> found.add(new Difference(Difference.Kind.EVENTS, sku, what))));
    return found;
  }

  /**
   * The SKUs that need a closer look, because something beside the books does not say the same.
   * Whether that is a difference or a change in between, {@link #compare} finds out.
   */
  Set<String> suspects(InventoryStores stores) {
    Set<String> suspects = new TreeSet<>(books.keySet());
    stores.stocks(
        partition,
        stock -> {
          SkuBook book = books.get(stock.getSku());
          if (book != null && book.stock().equals(stock)) {
            suspects.remove(stock.getSku());
          } else {
            suspects.add(stock.getSku());
          }
        });
    Map<String, Long> liveHolds = new HashMap<>();
    stores.holds(
        partition,
        hold -> {
          SkuBook book = books.get(hold.getSku());
          if (book == null || !hold.equals(book.reservation(hold.getReservationId()))) {
            suspects.add(hold.getSku());
          } else if (isLive(hold)) {
            liveHolds.merge(hold.getSku(), 1L, Long::sum);
          }
        });
    books.forEach(
        (sku, book) -> {
          if (book.liveHolds() != liveHolds.getOrDefault(sku, 0L)
              || !book.stock().equals(table.get(sku))) {
            suspects.add(sku);
          }
        });
    table.keySet().stream().filter(sku -> !books.containsKey(sku)).forEach(suspects::add);
    return suspects;
  }

  /**
   * Compares one SKU with its stores and its row of the table. Log and table must have been read to
   * their ends just before. Empty if the SKU has moved on since.
   */
  Optional<List<Difference>> compare(String sku, InventoryStores stores) {
    SkuBook book = books.getOrDefault(sku, new SkuBook(sku));
    long booked = book.sequence();
    Stock before = stores.stock(sku).orElse(null);
    List<Reservation> holds = stores.holds(sku);
    Stock after = stores.stock(sku).orElse(null);
    Stock row = table.get(sku);
    if (sequence(before) != sequence(after) || sequence(after) > booked || sequence(row) > booked) {
      return Optional.empty();
    }
    List<Difference> found = new ArrayList<>();
    compareStock(Difference.Kind.STOCK_STORE, "the store", book, after, found);
    compareStock(Difference.Kind.TABLE, "the table", book, row, found);
    compareHolds(book, holds, found);
    return Optional.of(found);
  }

  /** These books beside the stores, for a {@link Settling}. */
  Settling.Subject against(InventoryStores stores) {
    return new Settling.Subject() {
      @Override
      public Difference.Kind kind() {
        return Difference.Kind.STOCK_STORE;
      }

      @Override
      public String plural() {
        return "SKUs";
      }

      @Override
      public Optional<List<Difference>> compare(String id) {
        return StockBooks.this.compare(id, stores);
      }

      @Override
      public String gap(String id) {
        return StockBooks.this.gap(id, stores);
      }
    };
  }

  /** What a SKU that never stood still long enough is short of, in words. */
  String gap(String sku, InventoryStores stores) {
    return "the store is at event %d, the table at %d, the log at %d"
        .formatted(
            sequence(stores.stock(sku).orElse(null)),
            sequence(table.get(sku)),
            book(sku).map(SkuBook::sequence).orElse(0L));
  }

  private static void compareStock(
      Difference.Kind kind,
      String source,
      SkuBook book,
      @Nullable Stock stock,
      List<Difference> found) {
    if (stock == null) {
      if (book.sequence() > 0) {
        found.add(new Difference(kind, book.sku(), source + " knows nothing of it"));
      }
    } else if (stock.getSequence() != book.sequence()) {
      found.add(
          new Difference(
              kind,
              book.sku(),
              "%s is at event %d, the log at %d"
                  .formatted(source, stock.getSequence(), book.sequence())));
    } else if (!stock.equals(book.stock())) {
      found.add(
          new Difference(
              kind,
              book.sku(),
              "%s says %s, the log leads to %s".formatted(source, stock, book.stock())));
    }
  }

  private static void compareHolds(SkuBook book, List<Reservation> stored, List<Difference> found) {
    Map<String, Reservation> byId = new HashMap<>();
    for (Reservation hold : stored) {
      byId.put(hold.getReservationId(), hold);
      Reservation booked = book.reservation(hold.getReservationId());
      if (!hold.equals(booked)) {
        found.add(
            new Difference(
                Difference.Kind.HOLD_STORE,
                book.sku(),
                "the store says %s, the log leads to %s"
                    .formatted(hold, booked == null ? "no such hold" : booked)));
      }
    }
    book.ledger().holds().stream()
        .filter(hold -> hold.isHeld() && !byId.containsKey(hold.reservationId()))
        .forEach(
            hold ->
                found.add(
                    new Difference(
                        Difference.Kind.HOLD_STORE,
                        book.sku(),
                        "the store has lost the live hold " + hold.reservationId())));
  }

  private static boolean isLive(Reservation hold) {
    return hold.getStatus().equals("held");
  }

  private static long sequence(@Nullable Stock stock) {
    return stock == null ? 0 : stock.getSequence();
  }
}
