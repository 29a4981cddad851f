/** The writer of accounts that orders draw on: an application of its own. */
@NullMarked
package dev.millrace.orders.accounts;

import org.jspecify.annotations.NullMarked;
