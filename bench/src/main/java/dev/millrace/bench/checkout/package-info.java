@NullMarked
package dev.millrace.bench.checkout;

import org.jspecify.annotations.NullMarked;
