@NullMarked
package dev.millrace.schemas.id;

import org.jspecify.annotations.NullMarked;
