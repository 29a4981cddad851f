@NullMarked
package dev.millrace.search.index;

import org.jspecify.annotations.NullMarked;
