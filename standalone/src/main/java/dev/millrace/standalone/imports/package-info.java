@NullMarked
package dev.millrace.standalone.imports;

import org.jspecify.annotations.NullMarked;
