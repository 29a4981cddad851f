package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.ALREADY_RELEASED;
import static dev.millrace.inventory.stock.StockRejection.INVALID_HOLD_TIME;
import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.OVER_ORDER_LIMIT;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How holds begin, and begin again, and how their deadlines move. */
final class HoldDecider {

  private final StockLimits limits;
  private final Taking taking;

  HoldDecider(StockLimits limits, Taking taking) {
    this.limits = limits;
    this.taking = taking;
  }

  Decision<StockEvent, StockRejection> decide(SkuState state, ReserveStock reserve, Instant now) {
    HoldRequest request = reserve.request();
    if (request.quantity() < 1 || request.quantity() > StockLimits.QUANTITY_MAX) {
      return reject(INVALID_QUANTITY);
    }
    SellerStock seller = state.stock().seller(request.sellerId());
    long holdMs = reserve.holdMs() == 0 ? usualHoldMs(seller) : reserve.holdMs();
    if (!limits.allowsHold(holdMs)) {
      return reject(INVALID_HOLD_TIME);
    }
    Hold hold = state.hold();
    if (hold != null) {
      StockRejection inTheWay =
          switch (hold.status()) {
            case HELD, EXPIRED -> hold.request().equals(request) ? null : RESERVATION_ID_REUSED;
            case COMMITTED -> ALREADY_COMMITTED;
            case RELEASED -> ALREADY_RELEASED;
          };
      if (inTheWay != null) {
        return reject(inTheWay);
      }
      if (hold.isHeld()) {
        return accept();
      }
    }
    Integer perOrderMax = seller == null ? null : seller.terms().perOrderMax();
    if (perOrderMax != null && request.quantity() > perOrderMax) {
      return reject(OVER_ORDER_LIMIT);
    }
    return hold(state, reserve, now.plusMillis(holdMs), now);
  }

  private Decision<StockEvent, StockRejection> hold(
      SkuState state, ReserveStock reserve, Instant deadline, Instant now) {
    HoldRequest request = reserve.request();
    Room room = Room.asItIs(state, request);
    StockRejection hindrance = room.hindrance(request);
    if (hindrance != null) {
      room = request.replaceable() ? room.madeFor(request, now) : room;
      if (room.hindrance(request) != null) {
        return reject(hindrance);
      }
    }
    SkuStock stock = room.state().stock();
    int fromStock = fromStock(room.supply(), request);
    List<Allocation> taken =
        taking.take(stock, request.sellerId(), fromStock, reserve.destination());
    StockEvent reserved =
        reserved(
            stock,
            reserve.reservationId(),
            request,
            taken,
            deadline,
            request.backorderAllowed() ? reserve.resultKey() : null,
            now);
    if (room.givenUp().isEmpty()) {
      return accept(reserved);
    }
    List<StockEvent> events = new ArrayList<>(room.givenUp());
    events.add(reserved);
    return accept(events);
  }

  /**
   * An expired hold begins again, for a sale that was promised: limits do not count, stock does.
   *
   * @param quantity units that are sold, at most those of the hold
   * @return null if they are not there any more
   */
  @Nullable StockReserved again(SkuStock stock, Hold hold, int quantity, Instant now) {
    HoldRequest request = hold.request().of(quantity);
    Supply supply = Supply.of(stock, request.sellerId());
    if (supply.fromStock(quantity, request.backorderAllowed()).isEmpty()) {
      return null;
    }
    List<Allocation> taken =
        taking.takeAgain(stock, request.sellerId(), fromStock(supply, request), hold.allocations());
    Instant deadline = now.plusMillis(usualHoldMs(stock.seller(request.sellerId())));
    return reserved(stock, hold.reservationId(), request, taken, deadline, hold.resultKey(), now);
  }

  private static int fromStock(Supply supply, HoldRequest request) {
    return supply.fromStock(request.quantity(), request.backorderAllowed()).orElseThrow();
  }

  private static StockReserved reserved(
      SkuStock stock,
      String reservationId,
      HoldRequest request,
      List<Allocation> taken,
      Instant deadline,
      @Nullable String resultKey,
      Instant now) {
    int backordered = request.quantity() - Allocation.units(taken);
    SellerStock seller = backordered == 0 ? null : stock.seller(request.sellerId());
    return new StockReserved(
        now,
        reservationId,
        request,
        taken,
        backordered,
        seller == null ? null : seller.terms().promisedAt(),
        deadline,
        resultKey);
  }

  Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ExtendReservation extend, Instant now) {
    if (!limits.allowsHold(extend.holdMs())) {
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
              ? accept(
                  new ReservationExtended(now, hold.reservationId(), hold.sellerId(), deadline))
              : accept();
    };
  }

  private long usualHoldMs(@Nullable SellerStock seller) {
    Long holdMs = seller == null ? null : seller.terms().holdMs();
    return holdMs == null ? limits.holdDefault().toMillis() : holdMs;
  }
}
