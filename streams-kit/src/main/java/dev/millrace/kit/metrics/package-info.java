/** What an application tells about itself. */
@NullMarked
package dev.millrace.kit.metrics;

import org.jspecify.annotations.NullMarked;
