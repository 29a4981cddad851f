/** Search documents joined from catalogue, offers and stock, and the process that indexes them. */
@NullMarked
package dev.millrace.search;

import org.jspecify.annotations.NullMarked;
