@NullMarked
package dev.millrace.orders;

import org.jspecify.annotations.NullMarked;
