/**
 * The lane for bulk movements: its rows go on to the inventory a few at a time, so that urgent
 * commands never stand behind many of them.
 */
@NullMarked
package dev.millrace.inventory.feed;

import org.jspecify.annotations.NullMarked;
