@NullMarked
package dev.millrace.orders.account;

import org.jspecify.annotations.NullMarked;
