/** What makes a price binding between the contexts that issue it and take it. */
@NullMarked
package dev.millrace.schemas.quote;

import org.jspecify.annotations.NullMarked;
