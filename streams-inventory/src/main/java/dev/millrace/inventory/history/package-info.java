/**
 * The past of every SKU: its events in order and its stock as it was, kept beside the inventory by
 * an application that no command waits for.
 */
@NullMarked
package dev.millrace.inventory.history;

import org.jspecify.annotations.NullMarked;
