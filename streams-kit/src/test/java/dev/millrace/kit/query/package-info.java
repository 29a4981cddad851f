@NullMarked
package dev.millrace.kit.query;

import org.jspecify.annotations.NullMarked;
