/**
 * The fraud check of a checkout: between the last hold and the money. Pure; another policy takes
 * its place by implementing {@link dev.millrace.orders.fraud.FraudPolicy}.
 */
@NullMarked
package dev.millrace.orders.fraud;

import org.jspecify.annotations.NullMarked;
