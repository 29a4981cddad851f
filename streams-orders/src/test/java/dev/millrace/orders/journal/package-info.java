@NullMarked
package dev.millrace.orders.journal;

import org.jspecify.annotations.NullMarked;
