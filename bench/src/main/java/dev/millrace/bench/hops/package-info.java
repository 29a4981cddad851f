@NullMarked
package dev.millrace.bench.hops;

import org.jspecify.annotations.NullMarked;
