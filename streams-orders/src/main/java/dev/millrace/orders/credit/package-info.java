/**
 * Gift cards and store credit: accounts with one writer each. Pure: no clock, no randomness, no
 * Kafka, no Avro; time and ids are arguments.
 */
@NullMarked
package dev.millrace.orders.credit;

import org.jspecify.annotations.NullMarked;
