@NullMarked
package dev.millrace.orders.order;

import org.jspecify.annotations.NullMarked;
