@NullMarked
package dev.millrace.standalone.cli;

import org.jspecify.annotations.NullMarked;
