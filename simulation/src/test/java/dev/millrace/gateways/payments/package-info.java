/** The payment worker's own dialogue, without its threads and its consumer. */
@NullMarked
package dev.millrace.gateways.payments;

import org.jspecify.annotations.NullMarked;
