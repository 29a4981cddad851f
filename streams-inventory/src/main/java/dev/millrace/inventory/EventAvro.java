package dev.millrace.inventory;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.SalesTermsSet;
import dev.millrace.avro.inventory.StockPolicySet;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.StockEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as they are published, and back again for audits. */
public final class EventAvro {

  /** The author of what time and stock bring about. */
  static final Actor INVENTORY = new Actor(ActorRole.SYSTEM, "inventory");

  private EventAvro() {}

  /**
   * The records of facts that followed from one command, in their order. A crossing has the author
   * of the event that caused it.
   *
   * @param commandId of the command that led to them
   */
  static List<dev.millrace.avro.inventory.StockEvent> events(
      String sku, List<Fact> facts, String commandId, Actor actor) {
    List<dev.millrace.avro.inventory.StockEvent> events = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      if (fact.event() instanceof StockEvent.Crossing && !events.isEmpty()) {
        var cause = events.getLast();
        events.add(event(sku, fact, cause.getCommandId(), cause.getActor()));
      } else {
        events.add(event(sku, fact, commandId, actor));
      }
    }
    return events;
  }

  /**
   * The record of a fact.
   *
   * @param commandId of the command that led to it
   */
  static dev.millrace.avro.inventory.StockEvent event(
      String sku, Fact fact, String commandId, Actor actor) {
    var record =
        dev.millrace.avro.inventory.StockEvent.newBuilder()
            .setEventId(sku + "-" + fact.sequence())
            .setSku(sku)
            .setSequence(fact.sequence())
            .setAt(fact.event().at())
            .setCommandId(commandId)
            .setActor(actor)
            .setLevelsAfter(StockAvro.toAvro(fact.levelsAfter()));
    switch (fact.event()) {
      case StockEvent.StockMoved e ->
          record.setType("stockMoved").setStockMoved(MovementAvro.published(e));
      case StockEvent.StockPolicySet e ->
          record
              .setType("stockPolicySet")
              .setStockPolicySet(new StockPolicySet(e.safetyStock(), e.reorderPoint()));
      case StockEvent.Crossing e -> NoticeAvro.put(record, e);
      case StockEvent.StockWatched e -> NoticeAvro.put(record, e);
      case StockEvent.StockWatchEnded e -> NoticeAvro.put(record, e);
      case StockEvent.SalesTermsSet e ->
          record
              .setType("salesTermsSet")
              .setSalesTermsSet(new SalesTermsSet(TermsAvro.avroTerms(e.terms())));
      case StockEvent.OfHold e -> HoldEventAvro.put(record, e);
      case StockEvent.OfSplit e -> BucketAvro.put(record, e);
    }
    return record.build();
  }

  /**
   * The fact in a record.
   *
   * @throws IllegalArgumentException if the record is newer than this version
   */
  public static Fact fact(dev.millrace.avro.inventory.StockEvent record) {
    List<Level> levels = StockAvro.fromAvro(record.getLevelsAfter());
    return new Fact(record.getSequence(), event(record, levels), levels);
  }

  private static StockEvent event(
      dev.millrace.avro.inventory.StockEvent record, List<Level> levels) {
    Optional<StockEvent> ofHold = HoldEventAvro.event(record);
    if (ofHold.isPresent()) {
      return ofHold.get();
    }
    if (record.getSalesTermsSet() != null) {
      return new StockEvent.SalesTermsSet(
          record.getAt(), TermsAvro.terms(record.getSalesTermsSet().getTerms()));
    }
    Optional<StockEvent> ofSplit = BucketAvro.event(record);
    if (ofSplit.isPresent()) {
      return ofSplit.get();
    }
    Optional<StockEvent> notice = NoticeAvro.event(record, levels);
    if (notice.isPresent()) {
      return notice.get();
    }
    if (levels.isEmpty()) {
      throw unknown(record);
    }
    // These events concern one seller and name the places in the levels.
    Level place = levels.getFirst();
    if (record.getStockMoved() != null) {
      return MovementAvro.event(record, record.getStockMoved(), place);
    }
    if (record.getStockPolicySet() != null) {
      return new StockEvent.StockPolicySet(
          record.getAt(),
          place.sellerId(),
          place.warehouseId(),
          record.getStockPolicySet().getSafetyStock(),
          record.getStockPolicySet().getReorderPoint());
    }
    throw unknown(record);
  }

  static IllegalArgumentException unknown(dev.millrace.avro.inventory.StockEvent record) {
    return new IllegalArgumentException(
        "event %s of type %s is not known here".formatted(record.getEventId(), record.getType()));
  }
}
