/**
 * A real Kafka broker and a real schema registry, started from the process that needs them and gone
 * when it is gone. One node each: for trying Millrace, for small shops, for tests and for
 * measuring.
 */
@NullMarked
package dev.millrace.embedded;

import org.jspecify.annotations.NullMarked;
