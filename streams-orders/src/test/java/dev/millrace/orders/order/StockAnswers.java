package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.time.Instant;
import java.util.List;

/** What the inventory says to the one order of a scene. */
final class StockAnswers {

  /** Refused for want of units. */
  static final String TOO_FEW = "insufficient_stock";

  private static final int LEFT = 9;

  private StockAnswers() {}

  /** So many units lie in the main warehouse. */
  static List<Order.Allocation> main(int units) {
    return units == 0 ? List.of() : List.of(new Order.Allocation("wh_main", units));
  }

  /** Units are held, of which so many are there. */
  static StockAnswered held(
      String commandId, String reservationId, int units, int there, Instant now) {
    return new StockAnswered(
        commandId,
        reservationId,
        StockOperation.RESERVE,
        true,
        null,
        units,
        LEFT,
        now.plus(OrderScene.TERMS.hold()),
        main(there),
        units - there,
        units == there ? null : OrderScene.PROMISED);
  }

  /** A line is held or sold, and misses some of its units. */
  static StockAnswered owing(
      String commandId, Order.Line line, StockOperation operation, int missing, Instant now) {
    int units = line.priced().quantity();
    return operation == StockOperation.RESERVE
        ? held(commandId, line.reservationId(), units, units - missing, now)
        : new StockAnswered(
            commandId,
            line.reservationId(),
            operation,
            true,
            null,
            units,
            0,
            null,
            main(units - missing),
            missing,
            missing == 0 ? null : OrderScene.PROMISED);
  }

  /** Done with held units; nothing is owed. */
  static StockAnswered done(
      String commandId,
      String reservationId,
      StockOperation operation,
      int units,
      List<Order.Allocation> from) {
    return new StockAnswered(
        commandId, reservationId, operation, true, null, units, 0, null, from, 0, null);
  }

  /** Refused for a reason, with so many units that could be had. */
  static StockAnswered refused(
      String commandId, Order.Line line, StockOperation operation, String refusal, int available) {
    return refused(
        commandId, line.reservationId(), operation, refusal, line.priced().quantity(), available);
  }

  /** What the inventory says of units that are to be sent instead of others. */
  static StockAnswered ofExchange(
      Exchange one, StockOperation operation, boolean done, Instant now) {
    String commandId = "x" + operation + done;
    int units = operation == StockOperation.COMMIT ? one.units() : one.quantity();
    if (!done) {
      return refused(commandId, one.exchangeId(), operation, TOO_FEW, units, 0);
    }
    return operation == StockOperation.RESERVE
        ? held(commandId, one.exchangeId(), units, units, now)
        : done(commandId, one.exchangeId(), operation, units, main(units));
  }

  private static StockAnswered refused(
      String commandId,
      String reservationId,
      StockOperation operation,
      String refusal,
      int units,
      int available) {
    return new StockAnswered(
        commandId,
        reservationId,
        operation,
        false,
        refusal,
        units,
        available,
        null,
        List.of(),
        0,
        null);
  }
}
