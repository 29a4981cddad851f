/** Everything that calls the outside world. */
@NullMarked
package dev.millrace.gateways;

import org.jspecify.annotations.NullMarked;
