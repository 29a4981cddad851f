@NullMarked
package dev.millrace.kit.decide;

import org.jspecify.annotations.NullMarked;
