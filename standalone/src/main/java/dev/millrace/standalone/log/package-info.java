@NullMarked
package dev.millrace.standalone.log;

import org.jspecify.annotations.NullMarked;
