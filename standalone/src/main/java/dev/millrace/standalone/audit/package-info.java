/**
 * Compares what an instance keeps in different places: the inventory's log, stores and table and
 * what the orders say of them; the orders' log and store and what others answered them.
 */
@NullMarked
package dev.millrace.standalone.audit;

import org.jspecify.annotations.NullMarked;
