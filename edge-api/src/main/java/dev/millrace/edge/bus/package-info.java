@NullMarked
package dev.millrace.edge.bus;

import org.jspecify.annotations.NullMarked;
