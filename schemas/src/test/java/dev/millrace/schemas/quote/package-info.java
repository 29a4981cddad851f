@NullMarked
package dev.millrace.schemas.quote;

import org.jspecify.annotations.NullMarked;
