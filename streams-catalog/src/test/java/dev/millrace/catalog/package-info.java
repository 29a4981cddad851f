@NullMarked
package dev.millrace.catalog;

import org.jspecify.annotations.NullMarked;
