/**
 * What an order's events do to whose money, in double entry. Pure: no clock, no I/O, no chance; the
 * application that follows the orders is in {@code dev.millrace.orders.ledger}.
 */
@NullMarked
package dev.millrace.orders.journal;

import org.jspecify.annotations.NullMarked;
