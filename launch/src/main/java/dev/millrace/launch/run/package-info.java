/** A process of the backbone: what it connects to, what it runs, and how it ends. */
@NullMarked
package dev.millrace.launch.run;

import org.jspecify.annotations.NullMarked;
