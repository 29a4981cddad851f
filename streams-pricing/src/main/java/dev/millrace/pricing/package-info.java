/** Offers and price quotes. */
@NullMarked
package dev.millrace.pricing;

import org.jspecify.annotations.NullMarked;
