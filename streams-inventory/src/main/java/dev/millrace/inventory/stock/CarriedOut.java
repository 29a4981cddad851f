package dev.millrace.inventory.stock;

import dev.millrace.kit.decide.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that one command led to. A refused command may still have facts: the hold it names turned out
 * to be overdue, and its expiry is one.
 *
 * @param state after the facts
 * @param holdChanges what the facts did to holds, in their order
 * @param refusal null when the command was done, now or before, or is left to another writer
 * @param passedOn commands that other writers of the SKU get, in order
 */
public record CarriedOut(
    SkuState state,
    List<Fact> facts,
    List<HoldChange> holdChanges,
    @Nullable StockRejection refusal,
    List<PassedOn> passedOn) {

  /** A hold after an event that concerned it. */
  public record HoldChange(StockEvent.OfHold event, Hold hold) {}

  public CarriedOut {
    facts = List.copyOf(facts);
    holdChanges = List.copyOf(holdChanges);
    passedOn = List.copyOf(passedOn);
  }

  static CarriedOut nothingYet(SkuState state) {
    return new CarriedOut(state, List.of(), List.of(), null, List.of());
  }

  /**
   * Sellers some of whose waiting holds may now get units.
   *
   * @param before the stock before the command
   */
  public List<String> sellersToFill(SkuStock before) {
    List<String> sellers = new ArrayList<>(0);
    for (SellerStock seller : state.stock().sellers()) {
      if (seller.waiting() > 0 && mayFill(before, seller.terms().sellerId())) {
        sellers.add(seller.terms().sellerId());
      }
    }
    return sellers;
  }

  /**
   * Whether there are more units, somewhere or in all, or the same for others or on other terms.
   */
  private boolean mayFill(SkuStock before, String sellerId) {
    Supply was = Supply.of(before, sellerId);
    Supply is = Supply.of(state.stock(), sellerId);
    return is.available() > was.available()
        || (is.available() > 0
            && (is.largest() > was.largest()
                || is.waiting() < was.waiting()
                || facts.stream().anyMatch(f -> f.event() instanceof StockEvent.SalesTermsSet)));
  }

  /**
   * The same with what the inventory did next, of itself, on the state that this led to. The hold
   * that the command names is as that left it.
   */
  public CarriedOut followedBy(CarriedOut next) {
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(next.facts());
    Hold named = state.hold();
    Hold changed = named == null ? null : next.state().beside().holds().get(named.reservationId());
    SkuState after = state.withStock(next.state().stock());
    List<HoldChange> changes = new ArrayList<>(holdChanges);
    changes.addAll(next.holdChanges());
    List<PassedOn> passed = new ArrayList<>(passedOn);
    passed.addAll(next.passedOn());
    return new CarriedOut(
        after.withHold(changed == null ? named : changed), all, changes, refusal, passed);
  }

  /** The same and what follows from it, whether or not it was refused. */
  CarriedOut andThen(StockEvent event) {
    CarriedOut next = then(Decision.accept(event));
    return new CarriedOut(next.state, next.facts, next.holdChanges, refusal, passedOn);
  }

  /** The same and a command for another writer; if that is what was asked, nothing is refused. */
  CarriedOut passing(String key, StockCommand command) {
    var passed = new PassedOn(key, command);
    List<PassedOn> all = new ArrayList<>(passedOn);
    all.add(passed);
    return new CarriedOut(state, facts, holdChanges, passed.isRequest() ? null : refusal, all);
  }

  /** Whether another writer answers what was asked. */
  public boolean isLeftToAnother() {
    for (PassedOn passed : passedOn) {
      if (passed.isRequest()) {
        return true;
      }
    }
    return false;
  }

  /** Folds one more decision into it; each event is followed by the crossings it caused. */
  CarriedOut then(Decision<StockEvent, StockRejection> decision) {
    return switch (decision) {
      case Decision.Rejected<StockEvent, StockRejection> rejected ->
          new CarriedOut(state, facts, holdChanges, rejected.reason(), passedOn);
      case Decision.Accepted<StockEvent, StockRejection> accepted -> {
        SkuState after = state;
        List<Fact> all = new ArrayList<>(facts);
        List<HoldChange> changes = new ArrayList<>(holdChanges);
        for (StockEvent event : accepted.events()) {
          SkuStock before = after.stock();
          after = after.evolve(event);
          Fact fact = fact(after.stock(), event);
          all.add(fact);
          if (event instanceof StockEvent.OfHold ofHold) {
            changes.add(new HoldChange(ofHold, after.hold(ofHold.reservationId())));
          }
          for (StockEvent crossing :
              Crossings.between(before, after.stock(), event, fact.levelsAfter())) {
            after = after.evolve(crossing);
            all.add(fact(after.stock(), crossing));
          }
        }
        yield new CarriedOut(after, all, changes, null, passedOn);
      }
    };
  }

  /**
   * Whether holds that are overdue and not yet swept may be what this came from: ending them first
   * may lead to another answer, as long as this one is not stored.
   */
  public boolean mayBeAboutOverdueHolds(StockCommand command) {
    if (refusal != null) {
      return refusal.isAboutHeldUnits();
    }
    for (PassedOn passed : passedOn) {
      if (passed.isForHold()) {
        return true;
      }
    }
    return command instanceof StockCommand.WatchForStock || isShortOfUnits();
  }

  /** Whether units had to be promised beyond stock, or other holds had to end for them. */
  private boolean isShortOfUnits() {
    for (HoldChange change : holdChanges) {
      if (change.event() instanceof StockEvent.StockReserved reserved
          && (reserved.backordered() > 0 || holdChanges.size() > 1)) {
        return true;
      }
    }
    return false;
  }

  /** Sellers who had nothing available before, and had for a moment at least. */
  public Set<String> sellersBackInStock() {
    Set<String> sellers = Set.of();
    for (Fact fact : facts) {
      if (fact.event() instanceof StockEvent.BackInStock back) {
        sellers = sellers.isEmpty() ? new TreeSet<>() : sellers;
        sellers.add(back.sellerId());
      }
    }
    return sellers;
  }

  private static Fact fact(SkuStock after, StockEvent event) {
    return new Fact(after.sequence(), event, after.levelsOf(event));
  }
}
