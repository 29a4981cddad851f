/** Carts: one writer per cart id. */
@NullMarked
package dev.millrace.customers;

import org.jspecify.annotations.NullMarked;
