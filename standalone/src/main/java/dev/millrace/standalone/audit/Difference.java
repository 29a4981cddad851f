package dev.millrace.standalone.audit;

import java.util.Locale;

/**
 * One thing that does not add up.
 *
 * @param where the SKU, the order or the account
 * @param what a sentence for people
 */
public record Difference(Kind kind, String where, String what) {

  /** Which two things do not agree. */
  public enum Kind {
    /** An event and the events before it. */
    EVENTS,
    /** The log and the inventory's own stock. */
    STOCK_STORE,
    /** The log and the inventory's own holds. */
    HOLD_STORE,
    /** The log and the table of stock. */
    TABLE,
    /** A hold of an order, and what the order asked for. */
    HOLD,
    /** A sale and a confirmed order. */
    SALE,
    /** What orders gave back, and what came back. */
    RETURN,
    /** Events of an order among themselves. */
    ORDER,
    /** The log and the orders' own state. */
    ORDER_STORE,
    /** The money in an order's events, and what was asked of the payment provider or answered. */
    MONEY,
    /** An order's lines, and what the inventory answered. */
    LINE,
    /** The entries of an order in the ledger, and what its events lead to. */
    ENTRY,
    /** The ledger's own balances, and what its entries add up to. */
    BALANCE,
    /** What is on gift cards and store credit: by their events, their state, and the ledger. */
    CREDIT
  }

  @Override
  public String toString() {
    return "%-11s %s: %s".formatted(kind.name().toLowerCase(Locale.ROOT), where, what);
  }
}
