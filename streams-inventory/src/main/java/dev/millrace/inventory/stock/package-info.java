/**
 * The stock of one SKU and the holds on it: what may happen and what follows from it. Pure: no
 * clock, no chance, no input or output.
 */
@NullMarked
package dev.millrace.inventory.stock;

import org.jspecify.annotations.NullMarked;
