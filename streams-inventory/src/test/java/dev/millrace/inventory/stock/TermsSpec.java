package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.HOLD_MS;
import static dev.millrace.inventory.stock.StockSpec.NOW;

import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockEvent.SalesTermsSet;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of the one seller, and holds on them, in tests of the deciders. */
final class TermsSpec {

  static final SalesTerms NONE = SalesTerms.none("sel");

  private TermsSpec() {}

  static SalesTermsSet set(SalesTerms terms) {
    return new SalesTermsSet(NOW, terms);
  }

  static SalesTerms limits(@Nullable Integer perOrder, @Nullable Integer perCustomer) {
    return new SalesTerms("sel", perOrder, perCustomer, null, null, true, null, 0, null);
  }

  static SalesTerms backorders(int backorderMax, boolean splitAllowed) {
    return new SalesTerms(
        "sel", null, null, null, null, splitAllowed, null, backorderMax, DEADLINE);
  }

  static SalesTerms unsplit() {
    return backorders(0, false);
  }

  /** A request of a customer that takes promises for units. */
  static HoldRequest wish(int quantity) {
    return new HoldRequest("sel", quantity, "order", "cus", true, false);
  }

  /** A request that may be given up for the next one of its owner. */
  static HoldRequest loose(int quantity) {
    return new HoldRequest("sel", quantity, "order", "cus", false, true);
  }

  static ReserveStock reserve(String reservationId, HoldRequest request) {
    return new ReserveStock(reservationId, request, HOLD_MS, null, null);
  }

  /** A hold that was made, of units in wh_a and others that have yet to come. */
  static StockReserved made(String reservationId, HoldRequest request, int backordered) {
    int there = request.quantity() - backordered;
    return new StockReserved(
        NOW,
        reservationId,
        request,
        there == 0 ? List.of() : List.of(new Allocation("wh_a", there)),
        backordered,
        backordered == 0 ? null : DEADLINE,
        DEADLINE,
        null);
  }
}
