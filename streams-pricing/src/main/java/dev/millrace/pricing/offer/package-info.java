/** The offers of one SKU and their rules: pure, without clock, chance or input and output. */
@NullMarked
package dev.millrace.pricing.offer;

import org.jspecify.annotations.NullMarked;
