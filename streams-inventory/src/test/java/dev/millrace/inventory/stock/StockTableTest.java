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
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.SetSalesTerms;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
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
  void everyStateAnswersEveryCommand() {
    assertThat(commands().values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(StockCommand.class.getPermittedSubclasses());
    var table = new StringBuilder();
    table.append("# What each command does to a hold in each state\n\n");
    table.append("Events are named in order; a refusal stands in `code`; `-` changes nothing.\n");
    table.append("A hold is overdue when its deadline has passed and nobody has noticed.\n\n");
    table.append("| command |");
    states().keySet().forEach(state -> table.append(' ').append(state).append(" |"));
    table.append("\n|---|").append("---|".repeat(states().size())).append('\n');
    commands()
        .forEach(
            (name, command) -> {
              table.append("| ").append(name).append(" |");
              states()
                  .forEach(
                      (state, sku) ->
                          table
                              .append(' ')
                              .append(cell(sku, command, state.startsWith("overdue")))
                              .append(" |"));
              table.append('\n');
            });
    Golden.verify("hold-table.md", table.toString());
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
    commands.put("extend", new ExtendReservation("rsv", 120_000));
    commands.put("expire", new ExpireReservation("rsv"));
    commands.put("fill backorders, 1 unit came", new FillBackorders("sel"));
    commands.put("set terms", new SetSalesTerms(TERMS, null));
    commands.put("set policy", new SetStockPolicy("sel", "wh_b", 1, null, null));
    commands.put("move", move(MovementType.RECEIVE, 1));
    commands.put("watch", new WatchForStock("wch", "sel", "cus"));
    commands.put("unwatch", new UnwatchStock("wch", "sel"));
    commands.put("end watches", new EndWatches(List.of(new Watch("wch", "sel", "cus"))));
    return commands;
  }

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
        DEADLINE);
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
    if (done.refusal() != null) {
      words.add("`" + done.refusal().code() + "`");
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
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
