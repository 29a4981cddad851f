@NullMarked
package dev.millrace.edge.state;

import org.jspecify.annotations.NullMarked;
