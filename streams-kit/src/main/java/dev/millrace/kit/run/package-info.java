/** One context as a process of its own. */
@NullMarked
package dev.millrace.kit.run;

import org.jspecify.annotations.NullMarked;
