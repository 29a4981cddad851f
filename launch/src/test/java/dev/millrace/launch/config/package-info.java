@NullMarked
package dev.millrace.launch.config;

import org.jspecify.annotations.NullMarked;
