@NullMarked
package dev.millrace.kit.app;

import org.jspecify.annotations.NullMarked;
