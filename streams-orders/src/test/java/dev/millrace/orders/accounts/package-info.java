@NullMarked
package dev.millrace.orders.accounts;

import org.jspecify.annotations.NullMarked;
