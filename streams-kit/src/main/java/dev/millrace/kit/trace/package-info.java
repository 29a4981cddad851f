/** The trace of a request, carried by record headers. */
@NullMarked
package dev.millrace.kit.trace;

import org.jspecify.annotations.NullMarked;
