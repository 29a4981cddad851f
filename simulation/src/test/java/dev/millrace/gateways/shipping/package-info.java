/** The carrier worker's own dialogue, without its threads and its consumer. */
@NullMarked
package dev.millrace.gateways.shipping;

import org.jspecify.annotations.NullMarked;
