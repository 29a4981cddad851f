@NullMarked
package dev.millrace.orders.fraud;

import org.jspecify.annotations.NullMarked;
