@NullMarked
package dev.millrace.orders.ledger;

import org.jspecify.annotations.NullMarked;
