@NullMarked
package dev.millrace.launch.run;

import org.jspecify.annotations.NullMarked;
