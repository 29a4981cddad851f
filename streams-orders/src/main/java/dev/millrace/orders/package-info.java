/** The order aggregate: checkout saga, payment, returns. */
@NullMarked
package dev.millrace.orders;

import org.jspecify.annotations.NullMarked;
