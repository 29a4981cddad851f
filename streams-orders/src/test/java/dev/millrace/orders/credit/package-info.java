@NullMarked
package dev.millrace.orders.credit;

import org.jspecify.annotations.NullMarked;
