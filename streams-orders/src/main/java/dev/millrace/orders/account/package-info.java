/**
 * Accounts that orders draw on: gift cards, store credit, uses of coupons. Pure: no clock, no
 * randomness, no Kafka, no Avro; time and ids are arguments.
 */
@NullMarked
package dev.millrace.orders.account;

import org.jspecify.annotations.NullMarked;
