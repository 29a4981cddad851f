/** The Lucene index of search documents: writing it, feeding it, asking it. */
@NullMarked
package dev.millrace.search.index;

import org.jspecify.annotations.NullMarked;
