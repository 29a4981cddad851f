package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.after;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.move;
import static dev.millrace.inventory.stock.StockSpec.moved;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.FillBackorders;
import dev.millrace.inventory.stock.StockCommand.MergeStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.Search;
import dev.millrace.inventory.stock.StockCommand.SetSalesTerms;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockCommand.SplitStock;
import dev.millrace.inventory.stock.StockCommand.TakeBack;
import dev.millrace.inventory.stock.StockCommand.TakeDeal;
import dev.millrace.inventory.stock.StockCommand.Tour;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
import dev.millrace.inventory.stock.StockCommand.WithdrawBackorder;
import dev.millrace.testkit.Golden;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every state of a hold meets every command; golden/hold-table.md is what people review. */
class StockTableTest {

  private static final Instant LATER = DEADLINE.plusSeconds(1);

  @Test
  void everyStateOfSplitStockAnswersEveryCommand() {
    verify("bucket-table.md", "# What each command does to a split SKU", splitStates());
  }

  @Test
  void everyStateAnswersEveryCommand() {
    assertThat(commands().values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(StockCommand.class.getPermittedSubclasses());
    verify("hold-table.md", "# What each command does to a hold in each state", states());
  }

  private static void verify(String file, String title, Map<String, SkuState> states) {
    var table = new StringBuilder();
    table.append(title).append("\n\n");
    table.append("Events are named in order; a refusal stands in `code`; `-` changes nothing.\n");
    table.append("An arrow passes a command on to another writer of the SKU.\n");
    table.append("A hold is overdue when its deadline has passed and nobody has noticed.\n\n");
    table.append("| command |");
    states.keySet().forEach(state -> table.append(' ').append(state).append(" |"));
    table.append("\n|---|").append("---|".repeat(states.size())).append('\n');
    commands()
        .forEach(
            (name, command) -> {
              table.append("| ").append(name).append(" |");
              states.forEach(
                  (state, sku) ->
                      table
                          .append(' ')
                          .append(cell(sku, command, state.startsWith("overdue")))
                          .append(" |"));
              table.append('\n');
            });
    Golden.verify(file, table.toString());
  }

  private static Map<String, SkuState> splitStates() {
    StockEvent split = new StockEvent.StockSplit(NOW, 2);
    StockEvent dealt =
        new StockEvent.UnitsDealt(NOW, 1, List.of(new BucketUnits("sel", "wh_a", 4)));
    StockEvent tour = new StockEvent.GatheringBegun(NOW, false);
    StockEvent taken = new StockEvent.UnitsTaken(NOW, 1, 2, 3, UNITS, List.of());
    StockEvent more = new StockEvent.UnitsTaken(NOW, 1, 2, 4, UNITS, List.of());
    StockEvent gathered = new StockEvent.UnitsGathered(NOW, 1, UNITS);
    StockEvent home = new StockEvent.UnitsReturned(NOW, UNITS, true, List.of());
    Map<String, SkuState> states = new LinkedHashMap<>();
    states.put("home, drained", fold(received("wh_a", 2), split));
    states.put("home, open", fold(received("wh_a", 6), split, dealt));
    states.put("home, open, held", fold(received("wh_a", 9), split, dealt, reserved(3)));
    states.put("home, gathering", fold(received("wh_a", 6), split, dealt, tour));
    states.put(
        "home, merging",
        fold(received("wh_a", 6), split, dealt, new StockEvent.GatheringBegun(NOW, true)));
    states.put("home, drained again", fold(received("wh_a", 6), split, dealt, tour, home));
    StockEvent allSold = new StockEvent.UnitsReturned(NOW, List.of(), true, List.of());
    StockEvent someHeld =
        new StockEvent.UnitsReturned(
            NOW, List.of(), true, List.of(new BucketUnits("sel", "wh_a", 1)));
    StockEvent again =
        new StockEvent.UnitsDealt(NOW, 2, List.of(new BucketUnits("sel", "wh_a", 1)));
    states.put(
        "home, open again, 2 anywhere",
        fold(received("wh_a", 6), split, dealt, tour, allSold, again));
    states.put(
        "home, open again, 2 anywhere and 1 held",
        fold(received("wh_a", 6), split, dealt, tour, someHeld, again));
    states.put("home, merged", fold(received("wh_a", 2), split, new StockEvent.StockMerged(NOW)));
    states.put("bucket, unknown", bucket());
    states.put("bucket, open", bucket(taken, more));
    states.put("bucket, open, too few", bucket(taken));
    states.put("bucket, open, held", bucket(taken, more, reserved(3)));
    states.put("bucket, drained", bucket(taken, gathered));
    states.put("bucket, passed on", bucket(taken, more).withPassedOn());
    return states;
  }

  private static SkuState bucket(StockEvent... history) {
    SkuState state = SkuState.of(SkuStock.unknown("SKU#1"));
    for (StockEvent event : history) {
      state = state.evolve(event);
    }
    return state;
  }

  private static Map<String, SkuState> states() {
    SkuState held = fold(received("wh_a", 5), reserved(3));
    SkuState waiting = fold(received("wh_a", 2), terms(), backordered(2, 1));
    Map<String, SkuState> states = new LinkedHashMap<>();
    states.put("unknown", fold(received("wh_a", 5)));
    states.put("held", held);
    states.put("held, 1 of 3 to come", waiting);
    states.put("overdue", held);
    states.put("committed", after(held, new CommitReservation("rsv", null, false), NOW));
    states.put(
        "committed, 1 of 3 to come",
        after(waiting, new CommitReservation("rsv", null, false), NOW));
    states.put(
        "committed, 1 of 3 withdrawn",
        after(
            after(waiting, new CommitReservation("rsv", null, false), NOW),
            new WithdrawBackorder("rsv", "test"),
            NOW));
    states.put("released", after(held, new ReleaseReservation("rsv", "test"), NOW));
    SkuState expired = after(held, new ExpireReservation("rsv"), DEADLINE);
    states.put("expired", expired);
    states.put("expired and sold out", expired.evolve(moved("wh_a", MovementType.COUNT, -5, 0)));
    return states;
  }

  private static Map<String, StockCommand> commands() {
    Map<String, StockCommand> commands = new LinkedHashMap<>();
    commands.put("reserve", reserve("rsv", 3));
    commands.put("reserve other content", reserve("rsv", 2));
    commands.put("commit", new CommitReservation("rsv", null, false));
    commands.put("commit 2", new CommitReservation("rsv", 2, false));
    commands.put("commit 4", new CommitReservation("rsv", 4, false));
    commands.put("commit even if expired", new CommitReservation("rsv", null, true));
    commands.put("release", new ReleaseReservation("rsv", "test"));
    commands.put("withdraw backorder", new WithdrawBackorder("rsv", "test"));
    commands.put("extend", new ExtendReservation("rsv", 120_000));
    commands.put("expire", new ExpireReservation("rsv"));
    commands.put("fill backorders, 1 unit came", new FillBackorders("sel"));
    commands.put("set terms", new SetSalesTerms(TERMS, null));
    commands.put("set policy", new SetStockPolicy("sel", "wh_b", 1, null, null));
    commands.put("move", move(MovementType.RECEIVE, 1));
    commands.put("watch", new WatchForStock("wch", "sel", "cus"));
    commands.put("unwatch", new UnwatchStock("wch", "sel"));
    commands.put("end watches", new EndWatches(List.of(new Watch("wch", "sel", "cus"))));
    commands.put("split", new SplitStock(2));
    commands.put("merge", new MergeStock());
    commands.put("take deal", new TakeDeal(2, 2, 9, UNITS, List.of()));
    commands.put("take back", new TakeBack(UNITS));
    commands.put("tour for the hold", new Tour(reserve("rsv", 3), 1, 2, UNITS, List.of()));
    commands.put("tour", new Tour(null, 1, 2, UNITS, List.of()));
    commands.put("search", new Search(new ReleaseReservation("rsv", "test"), 2));
    return commands;
  }

  private static final List<BucketUnits> UNITS = List.of(new BucketUnits("sel", "wh_a", 2));

  private static final SalesTerms TERMS =
      new SalesTerms("sel", 2, null, null, null, true, null, 0, null);

  private static StockEvent terms() {
    return new StockEvent.SalesTermsSet(
        NOW, new SalesTerms("sel", null, null, null, null, true, null, 10, null));
  }

  private static StockEvent backordered(int units, int missing) {
    return new StockEvent.StockReserved(
        NOW,
        "rsv",
        HoldRequest.plain("sel", units + missing, "order"),
        List.of(new Allocation("wh_a", units)),
        missing,
        null,
        DEADLINE,
        null);
  }

  private static String cell(SkuState state, StockCommand command, boolean overdue) {
    Instant now = overdue ? LATER : NOW;
    SkuState seen = command instanceof FillBackorders ? withUnit(state) : state;
    CarriedOut done = DECIDER.carryOut(seen, command, now);
    List<String> words = new ArrayList<>();
    done.facts().stream()
        .map(Fact::event)
        .filter(event -> !(event instanceof StockEvent.Crossing))
        .forEach(event -> words.add(event.getClass().getSimpleName()));
    done.passedOn().forEach(p -> words.add(passedOn(p)));
    if (done.refusal() != null) {
      words.add("`" + done.refusal().code() + "`");
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static String passedOn(PassedOn passed) {
    return passed.command().getClass().getSimpleName() + " → " + passed.key();
  }

  /** A unit has come, and the hold stands in line. */
  private static SkuState withUnit(SkuState state) {
    Hold hold = state.hold();
    return hold == null
        ? state
        : state
            .evolve(received("wh_a", 1))
            .withHold(null)
            .withBeside(Beside.of(List.of(hold), Map.of()));
  }
}
