/** Products and their variants: one writer for each product. */
@NullMarked
package dev.millrace.catalog;

import org.jspecify.annotations.NullMarked;
