/** The cart and its rules: pure, without clock, chance or input and output. */
@NullMarked
package dev.millrace.customers.cart;

import org.jspecify.annotations.NullMarked;
