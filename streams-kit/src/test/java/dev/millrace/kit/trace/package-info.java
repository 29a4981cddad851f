@NullMarked
package dev.millrace.kit.trace;

import org.jspecify.annotations.NullMarked;
