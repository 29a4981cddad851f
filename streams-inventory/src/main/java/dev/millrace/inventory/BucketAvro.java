package dev.millrace.inventory;

import dev.millrace.avro.inventory.GatheringBegun;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.StockMerged;
import dev.millrace.avro.inventory.StockSplit;
import dev.millrace.avro.inventory.UnitsDealt;
import dev.millrace.avro.inventory.UnitsGathered;
import dev.millrace.avro.inventory.UnitsReturned;
import dev.millrace.avro.inventory.UnitsTaken;
import dev.millrace.inventory.stock.BucketUnits;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.PassedOn;
import dev.millrace.inventory.stock.Split;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is about the buckets of a SKU, as it is stored, published and passed on. */
final class BucketAvro {

  private BucketAvro() {}

  /** Sets the part of the record that tells of the buckets. */
  static void put(dev.millrace.avro.inventory.StockEvent.Builder record, StockEvent.OfSplit event) {
    switch (event) {
      case StockEvent.StockSplit e ->
          record.setType("stockSplit").setStockSplit(new StockSplit(e.buckets()));
      case StockEvent.UnitsDealt e ->
          record.setType("unitsDealt").setUnitsDealt(new UnitsDealt(e.epoch(), units(e.units())));
      case StockEvent.UnitsTaken e ->
          record
              .setType("unitsTaken")
              .setUnitsTaken(
                  new UnitsTaken(
                      e.epoch(),
                      e.buckets(),
                      e.dealSequence(),
                      units(e.units()),
                      e.terms().stream().map(TermsAvro::avroTerms).toList()));
      case StockEvent.GatheringBegun e ->
          record.setType("gatheringBegun").setGatheringBegun(new GatheringBegun(e.merging()));
      case StockEvent.UnitsGathered e ->
          record
              .setType("unitsGathered")
              .setUnitsGathered(new UnitsGathered(e.epoch(), units(e.units())));
      case StockEvent.UnitsReturned e ->
          record
              .setType("unitsReturned")
              .setUnitsReturned(
                  new UnitsReturned(units(e.units()), e.tour(), counted(e.heldThere())));
      case StockEvent.StockMerged e ->
          record.setType("stockMerged").setStockMerged(new StockMerged());
    }
  }

  /** The event about buckets in the record; nothing if it tells of something else. */
  static Optional<StockEvent> event(dev.millrace.avro.inventory.StockEvent record) {
    Instant at = record.getAt();
    if (record.getStockSplit() != null) {
      return Optional.of(new StockEvent.StockSplit(at, record.getStockSplit().getBuckets()));
    }
    if (record.getUnitsDealt() != null) {
      UnitsDealt e = record.getUnitsDealt();
      return Optional.of(new StockEvent.UnitsDealt(at, e.getEpoch(), fromAvro(e.getUnits())));
    }
    if (record.getUnitsTaken() != null) {
      UnitsTaken e = record.getUnitsTaken();
      return Optional.of(
          new StockEvent.UnitsTaken(
              at,
              e.getEpoch(),
              e.getBuckets(),
              e.getDealSequence(),
              fromAvro(e.getUnits()),
              e.getTerms().stream().map(TermsAvro::terms).toList()));
    }
    if (record.getGatheringBegun() != null) {
      return Optional.of(
          new StockEvent.GatheringBegun(at, record.getGatheringBegun().getMerging()));
    }
    if (record.getUnitsGathered() != null) {
      UnitsGathered e = record.getUnitsGathered();
      return Optional.of(new StockEvent.UnitsGathered(at, e.getEpoch(), fromAvro(e.getUnits())));
    }
    if (record.getUnitsReturned() != null) {
      UnitsReturned e = record.getUnitsReturned();
      return Optional.of(
          new StockEvent.UnitsReturned(
              at, fromAvro(e.getUnits()), e.getTour(), countedFromAvro(e.getHeldThere())));
    }
    return record.getStockMerged() == null
        ? Optional.empty()
        : Optional.of(new StockEvent.StockMerged(at));
  }

  /** What is stored of a split. */
  static dev.millrace.avro.inventory.@Nullable SplitState stored(@Nullable Split split) {
    return split == null
        ? null
        : new dev.millrace.avro.inventory.SplitState(
            split.buckets(),
            split.mostBuckets(),
            split.epoch(),
            switch (split.phase()) {
              case OPEN -> dev.millrace.avro.inventory.SplitPhase.OPEN;
              case GATHERING -> dev.millrace.avro.inventory.SplitPhase.GATHERING;
              case DRAINED -> dev.millrace.avro.inventory.SplitPhase.DRAINED;
              case ENDED -> dev.millrace.avro.inventory.SplitPhase.ENDED;
            },
            split.touring(),
            split.merging(),
            split.latestDeal(),
            units(split.dealt()),
            counted(split.heldThere()));
  }

  /** The split that is stored. */
  static @Nullable Split split(dev.millrace.avro.inventory.@Nullable SplitState stored) {
    return stored == null
        ? null
        : new Split(
            stored.getBuckets(),
            stored.getMostBuckets(),
            stored.getEpoch(),
            switch (stored.getPhase()) {
              case OPEN -> Split.Phase.OPEN;
              case GATHERING -> Split.Phase.GATHERING;
              case DRAINED -> Split.Phase.DRAINED;
              case ENDED -> Split.Phase.ENDED;
              case UNKNOWN ->
                  throw new IllegalStateException("a split is in a phase of a later version");
            },
            stored.getTouring(),
            stored.getMerging(),
            stored.getLatestDeal(),
            fromAvro(stored.getDealt()),
            countedFromAvro(stored.getHeldThere()));
  }

  /** A command about buckets; nothing if the record is another one. */
  static Optional<StockCommand> command(dev.millrace.avro.inventory.StockCommand record) {
    if (record.getSplit() != null) {
      return Optional.of(new StockCommand.SplitStock(record.getSplit().getBuckets()));
    }
    if (record.getMerge() != null) {
      return Optional.of(new StockCommand.MergeStock());
    }
    if (record.getTakeDeal() != null) {
      var deal = record.getTakeDeal();
      return Optional.of(
          new StockCommand.TakeDeal(
              deal.getEpoch(),
              deal.getBuckets(),
              deal.getDealSequence(),
              fromAvro(deal.getUnits()),
              deal.getTerms().stream().map(TermsAvro::terms).toList()));
    }
    return record.getTakeBack() == null
        ? Optional.empty()
        : Optional.of(new StockCommand.TakeBack(fromAvro(record.getTakeBack().getUnits())));
  }

  /** A tour with the hold it is for, if it is for one. */
  static StockCommand tour(
      dev.millrace.avro.inventory.Tour tour, StockCommand.@Nullable ReserveStock request) {
    return new StockCommand.Tour(
        request,
        tour.getEpoch(),
        tour.getBuckets(),
        fromAvro(tour.getCarried()),
        countedFromAvro(tour.getHeldThere()));
  }

  /**
   * The record for another writer: the one that led to it, or one of the inventory's own.
   *
   * @param sku key of the writer that passes it on
   * @param cause the record that is carried out; null if time did it
   * @param sequence of that writer; with its key it names the command
   */
  static dev.millrace.avro.inventory.StockCommand record(
      PassedOn passed,
      String sku,
      dev.millrace.avro.inventory.@Nullable StockCommand cause,
      long sequence,
      Instant now) {
    var record =
        passed.isRequest() && cause != null
            ? dev.millrace.avro.inventory.StockCommand.newBuilder(cause)
                .setTour(null)
                .setSearch(null)
            : dev.millrace.avro.inventory.StockCommand.newBuilder()
                .setCommandId(commandId(passed, sku, sequence))
                .setFingerprint("")
                .setIssuedAt(now)
                .setActor(EventAvro.INVENTORY);
    record.setSku(passed.key());
    switch (passed.command()) {
      case StockCommand.TakeDeal c ->
          record.setTakeDeal(
              new dev.millrace.avro.inventory.TakeDeal(
                  c.epoch(),
                  c.buckets(),
                  c.dealSequence(),
                  units(c.units()),
                  c.terms().stream().map(TermsAvro::avroTerms).toList()));
      case StockCommand.TakeBack c ->
          record.setTakeBack(new dev.millrace.avro.inventory.TakeBack(units(c.units())));
      case StockCommand.Tour c ->
          record.setTour(
              new dev.millrace.avro.inventory.Tour(
                  c.epoch(), c.buckets(), units(c.carried()), counted(c.heldThere())));
      case StockCommand.Search c ->
          record.setSearch(new dev.millrace.avro.inventory.Search(c.buckets()));
      default -> {
        // The request as it came, for another key.
      }
    }
    return record.build();
  }

  private static String commandId(PassedOn passed, String sku, long sequence) {
    String what =
        switch (passed.command()) {
          case StockCommand.TakeDeal c -> "deal";
          case StockCommand.TakeBack c -> "return";
          default -> "tour";
        };
    return what + "-" + sku + "-" + sequence + "-" + passed.key();
  }

  /** What senders must know of the buckets from now on; null when that is as before. */
  static @Nullable HotSku hotSku(String sku, List<Fact> facts) {
    HotSku hot = null;
    for (Fact fact : facts) {
      if (fact.event() instanceof StockEvent.StockSplit split) {
        hot = new HotSku(sku, split.buckets());
      } else if (fact.event() instanceof StockEvent.StockMerged) {
        hot = new HotSku(sku, 1);
      }
    }
    return hot;
  }

  private static List<dev.millrace.avro.inventory.BucketUnits> units(List<BucketUnits> units) {
    List<dev.millrace.avro.inventory.BucketUnits> mapped = new ArrayList<>(units.size());
    for (BucketUnits one : units) {
      mapped.add(
          new dev.millrace.avro.inventory.BucketUnits(
              one.sellerId(), one.warehouseId(), one.quantity()));
    }
    return mapped;
  }

  private static @Nullable List<dev.millrace.avro.inventory.BucketUnits> counted(
      @Nullable List<BucketUnits> units) {
    return units == null ? null : units(units);
  }

  private static @Nullable List<BucketUnits> countedFromAvro(
      @Nullable List<dev.millrace.avro.inventory.BucketUnits> units) {
    return units == null ? null : fromAvro(units);
  }

  private static List<BucketUnits> fromAvro(List<dev.millrace.avro.inventory.BucketUnits> units) {
    List<BucketUnits> mapped = new ArrayList<>(units.size());
    for (var one : units) {
      mapped.add(new BucketUnits(one.getSellerId(), one.getWarehouseId(), one.getQuantity()));
    }
    return mapped;
  }
}
