@NullMarked
package dev.millrace.kit.broker;

import org.jspecify.annotations.NullMarked;
