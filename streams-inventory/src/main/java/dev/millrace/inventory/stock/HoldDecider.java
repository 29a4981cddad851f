package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.ALREADY_RELEASED;
import static dev.millrace.inventory.stock.StockRejection.INSUFFICIENT_STOCK;
import static dev.millrace.inventory.stock.StockRejection.INVALID_HOLD_TIME;
import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_EXPIRED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_ID_REUSED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_FOUND;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockEvent.ReservationExtended;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How holds begin and how their deadlines move. */
final class HoldDecider {

  private final StockLimits limits;
  private final AllocationStrategy allocation;

  HoldDecider(StockLimits limits, AllocationStrategy allocation) {
    this.limits = limits;
    this.allocation = allocation;
  }

  Decision<StockEvent, StockRejection> decide(SkuState state, ReserveStock reserve, Instant now) {
    if (reserve.quantity() < 1 || reserve.quantity() > StockLimits.QUANTITY_MAX) {
      return reject(INVALID_QUANTITY);
    }
    if (!holdTimeIsAllowed(reserve.holdMs())) {
      return reject(INVALID_HOLD_TIME);
    }
    Hold hold = state.hold();
    if (hold != null) {
      return switch (hold.status()) {
        case HELD -> isSame(hold, reserve) ? accept() : reject(RESERVATION_ID_REUSED);
        case COMMITTED -> reject(ALREADY_COMMITTED);
        case RELEASED -> reject(ALREADY_RELEASED);
        case EXPIRED -> reject(RESERVATION_EXPIRED);
      };
    }
    SkuStock stock = state.stock();
    if (stock.available(reserve.sellerId()) < reserve.quantity()) {
      return reject(INSUFFICIENT_STOCK);
    }
    List<Level> levels =
        stock.levels().stream()
            .filter(level -> level.sellerId().equals(reserve.sellerId()))
            .toList();
    return accept(
        new StockReserved(
            now,
            reserve.reservationId(),
            reserve.sellerId(),
            reserve.quantity(),
            allocation.allocate(levels, reserve.quantity()),
            now.plusMillis(reserve.holdMs()),
            reserve.owner()));
  }

  Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ExtendReservation extend, Instant now) {
    if (!holdTimeIsAllowed(extend.holdMs())) {
      return reject(INVALID_HOLD_TIME);
    }
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    Instant deadline = now.plusMillis(extend.holdMs());
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          deadline.isAfter(hold.expiresAt())
              ? accept(new ReservationExtended(now, hold.reservationId(), deadline))
              : accept();
    };
  }

  private boolean holdTimeIsAllowed(long holdMs) {
    return holdMs >= limits.holdMin().toMillis() && holdMs <= limits.holdMax().toMillis();
  }

  private static boolean isSame(Hold hold, ReserveStock reserve) {
    return hold.quantity() == reserve.quantity()
        && hold.sellerId().equals(reserve.sellerId())
        && hold.owner().equals(reserve.owner());
  }
}
