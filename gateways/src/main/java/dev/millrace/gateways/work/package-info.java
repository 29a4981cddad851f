/** Carries requests from topics to the outside world and answers back, each once. */
@NullMarked
package dev.millrace.gateways.work;

import org.jspecify.annotations.NullMarked;
