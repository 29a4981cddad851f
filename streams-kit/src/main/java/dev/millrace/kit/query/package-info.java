/**
 * Reads of local state over HTTP, for the edge, for other instances and for the people who run it.
 */
@NullMarked
package dev.millrace.kit.query;

import org.jspecify.annotations.NullMarked;
