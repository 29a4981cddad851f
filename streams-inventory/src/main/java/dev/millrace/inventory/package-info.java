/** Stock and reservations: one writer per SKU, over Kafka Streams. */
@NullMarked
package dev.millrace.inventory;

import org.jspecify.annotations.NullMarked;
