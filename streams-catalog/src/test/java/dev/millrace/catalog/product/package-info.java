@NullMarked
package dev.millrace.catalog.product;

import org.jspecify.annotations.NullMarked;
