@NullMarked
package dev.millrace.orders.views;

import org.jspecify.annotations.NullMarked;
