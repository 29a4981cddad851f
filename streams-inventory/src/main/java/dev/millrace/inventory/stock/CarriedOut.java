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
 * @param refusal null when the command was done, now or before
 */
public record CarriedOut(SkuState state, List<Fact> facts, @Nullable StockRejection refusal) {
  public CarriedOut {
    facts = List.copyOf(facts);
  }

  static CarriedOut nothingYet(SkuState state) {
    return new CarriedOut(state, List.of(), null);
  }

  /** Folds one more decision into it; each event is followed by the crossings it caused. */
  CarriedOut then(Decision<StockEvent, StockRejection> decision) {
    return switch (decision) {
      case Decision.Rejected<StockEvent, StockRejection> rejected ->
          new CarriedOut(state, facts, rejected.reason());
      case Decision.Accepted<StockEvent, StockRejection> accepted -> {
        SkuState after = state;
        List<Fact> all = new ArrayList<>(facts);
        for (StockEvent event : accepted.events()) {
          SkuStock before = after.stock();
          after = after.evolve(event);
          Fact fact = fact(after.stock(), event);
          all.add(fact);
          for (StockEvent crossing :
              Crossings.between(before, after.stock(), fact.levelsAfter(), event.at())) {
            after = after.evolve(crossing);
            all.add(fact(after.stock(), crossing));
          }
        }
        yield new CarriedOut(after, all, null);
      }
    };
  }

  /**
   * Whether holds that are overdue and not yet swept may be what this came from: ending them first
   * may lead to another answer.
   */
  public boolean mayBeAboutOverdueHolds(StockCommand command) {
    return refusal == null
        ? command instanceof StockCommand.WatchForStock
        : refusal.isAboutHeldUnits();
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
