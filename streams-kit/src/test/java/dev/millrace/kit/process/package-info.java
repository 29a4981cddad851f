@NullMarked
package dev.millrace.kit.process;

import org.jspecify.annotations.NullMarked;
