@NullMarked
package dev.millrace.schemas.money;

import org.jspecify.annotations.NullMarked;
