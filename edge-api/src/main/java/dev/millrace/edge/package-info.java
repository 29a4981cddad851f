@NullMarked
package dev.millrace.edge;

import org.jspecify.annotations.NullMarked;
