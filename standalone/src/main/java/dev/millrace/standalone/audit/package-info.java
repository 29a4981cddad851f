/**
 * Compares what the inventory keeps in different places: its log, its stores, its table, and what
 * the orders say of it.
 */
@NullMarked
package dev.millrace.standalone.audit;

import org.jspecify.annotations.NullMarked;
