/** How a cart is priced: pure, without clock, chance or input and output. */
@NullMarked
package dev.millrace.pricing.quote;

import org.jspecify.annotations.NullMarked;
