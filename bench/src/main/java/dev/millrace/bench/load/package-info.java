@NullMarked
package dev.millrace.bench.load;

import org.jspecify.annotations.NullMarked;
