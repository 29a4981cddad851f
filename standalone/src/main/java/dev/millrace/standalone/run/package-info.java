@NullMarked
package dev.millrace.standalone.run;

import org.jspecify.annotations.NullMarked;
