@NullMarked
package dev.millrace.kit.config;

import org.jspecify.annotations.NullMarked;
