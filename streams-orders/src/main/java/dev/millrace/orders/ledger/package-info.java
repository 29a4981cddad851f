/**
 * The ledger: an application that follows the orders and keeps the books that no command waits for.
 */
@NullMarked
package dev.millrace.orders.ledger;

import org.jspecify.annotations.NullMarked;
