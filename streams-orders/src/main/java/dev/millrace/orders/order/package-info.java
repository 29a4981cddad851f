/**
 * What may happen to an order. Pure: no clock, no randomness, no Kafka, no Avro; time and ids are
 * arguments or derived from them.
 */
@NullMarked
package dev.millrace.orders.order;

import org.jspecify.annotations.NullMarked;
