package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.after;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.move;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StockTableTest {

  @Test
  void everyStateAnswersEveryCommand() {
    Map<String, StockCommand> commands = new LinkedHashMap<>();
    commands.put("move", move(MovementType.RECEIVE, 1));
    commands.put("set policy", new SetStockPolicy("sel", "wh_a", 1, null, null));
    commands.put("watch", new WatchForStock("wch", "sel", "cus"));
    commands.put("unwatch", new UnwatchStock("wch", "sel"));
    commands.put("tell", new EndWatches(List.of(new Watch("wch", "sel", "cus"))));
    commands.put("reserve", reserve("rsv", 3));
    commands.put("reserve other content", reserve("rsv", 2));
    commands.put("commit", new CommitReservation("rsv", null));
    commands.put("commit part", new CommitReservation("rsv", 1));
    commands.put("release", new ReleaseReservation("rsv", "test"));
    commands.put("extend", new ExtendReservation("rsv", 120_000));
    commands.put("expire", new ExpireReservation("rsv"));
    assertThat(commands.values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(StockCommand.class.getPermittedSubclasses());
    SkuState held = fold(received("wh_a", 5), reserved(3));
    Map<String, SkuState> states = new LinkedHashMap<>();
    states.put("unknown", fold(received("wh_a", 5)));
    states.put("held", held);
    states.put("committed", after(held, new CommitReservation("rsv", null), NOW));
    states.put("released", after(held, new ReleaseReservation("rsv", "test"), NOW));
    states.put("expired", after(held, new ExpireReservation("rsv"), DEADLINE));
    List<String> table = new ArrayList<>();
    states.forEach(
        (state, sku) ->
            commands.forEach(
                (name, command) ->
                    table.add(state + ", " + name + ": " + outcome(sku, command, NOW))));
    commands.forEach(
        (name, command) -> table.add("overdue, " + name + ": " + outcome(held, command, DEADLINE)));
    assertThat(String.join("\n", table) + "\n").isEqualTo(TABLE);
  }

  private static final String TABLE =
      """
      unknown, move: StockMoved
      unknown, set policy: StockPolicySet
      unknown, watch: in_stock
      unknown, unwatch: nothing
      unknown, tell: StockWatchEnded
      unknown, reserve: StockReserved
      unknown, reserve other content: StockReserved
      unknown, commit: reservation_not_found
      unknown, commit part: reservation_not_found
      unknown, release: reservation_not_found
      unknown, extend: reservation_not_found
      unknown, expire: reservation_not_found
      held, move: StockMoved
      held, set policy: StockPolicySet
      held, watch: in_stock
      held, unwatch: nothing
      held, tell: StockWatchEnded
      held, reserve: nothing
      held, reserve other content: reservation_id_reused
      held, commit: ReservationCommitted
      held, commit part: ReservationCommitted
      held, release: ReservationReleased
      held, extend: ReservationExtended
      held, expire: reservation_not_due
      committed, move: StockMoved
      committed, set policy: StockPolicySet
      committed, watch: in_stock
      committed, unwatch: nothing
      committed, tell: StockWatchEnded
      committed, reserve: already_committed
      committed, reserve other content: already_committed
      committed, commit: nothing
      committed, commit part: already_committed
      committed, release: already_committed
      committed, extend: already_committed
      committed, expire: already_committed
      released, move: StockMoved
      released, set policy: StockPolicySet
      released, watch: in_stock
      released, unwatch: nothing
      released, tell: StockWatchEnded
      released, reserve: already_released
      released, reserve other content: already_released
      released, commit: already_released
      released, commit part: already_released
      released, release: already_released
      released, extend: already_released
      released, expire: already_released
      expired, move: StockMoved
      expired, set policy: StockPolicySet
      expired, watch: in_stock
      expired, unwatch: nothing
      expired, tell: StockWatchEnded
      expired, reserve: reservation_expired
      expired, reserve other content: reservation_expired
      expired, commit: reservation_expired
      expired, commit part: reservation_expired
      expired, release: reservation_expired
      expired, extend: reservation_expired
      expired, expire: nothing
      overdue, move: ReservationExpired StockMoved
      overdue, set policy: ReservationExpired StockPolicySet
      overdue, watch: ReservationExpired in_stock
      overdue, unwatch: ReservationExpired
      overdue, tell: ReservationExpired StockWatchEnded
      overdue, reserve: ReservationExpired reservation_expired
      overdue, reserve other content: ReservationExpired reservation_expired
      overdue, commit: ReservationExpired reservation_expired
      overdue, commit part: ReservationExpired reservation_expired
      overdue, release: ReservationExpired reservation_expired
      overdue, extend: ReservationExpired reservation_expired
      overdue, expire: ReservationExpired
      """;

  private static String outcome(SkuState state, StockCommand command, Instant now) {
    CarriedOut done = DECIDER.carryOut(state, command, now);
    List<String> words = new ArrayList<>();
    done.facts().forEach(fact -> words.add(fact.event().getClass().getSimpleName()));
    if (done.refusal() != null) {
      words.add(done.refusal().code());
    }
    return words.isEmpty() ? "nothing" : String.join(" ", words);
  }
}
