package dev.millrace.orders;

import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.StockCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Answers what orders ask, late, at random, and with units that have yet to come. */
final class TinyInventory {

  private static final String WAREHOUSE = "wh_main";

  /** A hold that promises units beyond stock. */
  private static final class Promised {
    final StockCommand reserve;
    final int quantity;
    int missing;
    boolean ended;

    Promised(StockCommand reserve, int missing) {
      this.reserve = reserve;
      this.quantity = reserve.getReserve().getQuantity();
      this.missing = missing;
    }

    boolean waits() {
      return missing > 0 && !ended;
    }
  }

  private final OrdersFlow orders;
  private final Random random;
  private final List<StockCommand> asked = new ArrayList<>();
  private final Map<String, Promised> promised = new LinkedHashMap<>();
  private final List<StockCommand> refused = new ArrayList<>();

  TinyInventory(OrdersFlow orders, Random random) {
    this.orders = orders;
    this.random = random;
  }

  void heard(List<StockCommand> commands) {
    // Nobody waits for an answer to units that come back.
    commands.stream().filter(command -> command.getMove() == null).forEach(asked::add);
  }

  /** Answers one of the commands that wait for it. */
  void answerOne() {
    if (asked.isEmpty()) {
      return;
    }
    StockCommand command = asked.remove(random.nextInt(asked.size()));
    boolean done = random.nextInt(8) > 0;
    if (command.getReserve() != null) {
      reserve(command, done);
    } else if (command.getCommit() != null) {
      commit(command, done);
    } else if (command.getWithdraw() != null) {
      Promised hold = known(command.getWithdraw().getReservationId());
      hold.ended = true;
      tell(hold, ReservationOperation.WITHDRAW, 0);
    } else if (command.getRelease() != null) {
      end(promised.get(command.getRelease().getReservationId()));
    }
  }

  /** Units come for one of those who wait. */
  void fillOne() {
    List<Promised> waiting = promised.values().stream().filter(Promised::waits).toList();
    if (!waiting.isEmpty()) {
      Promised hold = waiting.get(random.nextInt(waiting.size()));
      hold.missing -= 1 + random.nextInt(hold.missing);
      tell(hold, ReservationOperation.FILL, hold.missing);
    }
  }

  /** What was refused is held after all, and nobody asked for that. */
  void holdLate() {
    if (!refused.isEmpty()) {
      orders.answer(refused.remove(random.nextInt(refused.size())), true);
    }
  }

  private void reserve(StockCommand command, boolean done) {
    var reserve = command.getReserve();
    if (!done) {
      refused.add(command);
    }
    int missing =
        done && reserve.getBackorderAllowed() ? random.nextInt(reserve.getQuantity() + 1) : 0;
    if (missing == 0) {
      orders.answer(command, done);
    } else {
      var hold = new Promised(command, missing);
      promised.put(reserve.getReservationId(), hold);
      tell(hold, ReservationOperation.RESERVE, missing);
    }
  }

  private void commit(StockCommand command, boolean done) {
    Promised hold = promised.get(command.getCommit().getReservationId());
    if (hold != null && done) {
      tell(hold, ReservationOperation.COMMIT, hold.missing);
    } else if (done && command.getCommit().getQuantity() != null) {
      orders.answerSold(command, new Allocation(WAREHOUSE, command.getCommit().getQuantity()));
    } else {
      end(hold);
      orders.answer(command, done);
    }
  }

  private static void end(@Nullable Promised hold) {
    if (hold != null) {
      hold.ended = true;
    }
  }

  private Promised known(String reservationId) {
    return Objects.requireNonNull(promised.get(reservationId), reservationId);
  }

  private void tell(Promised hold, ReservationOperation operation, int stillMissing) {
    int there = hold.quantity - hold.missing;
    Allocation[] from =
        there == 0 ? new Allocation[0] : new Allocation[] {new Allocation(WAREHOUSE, there)};
    orders.tell(hold.reserve, operation, stillMissing, from);
  }
}
