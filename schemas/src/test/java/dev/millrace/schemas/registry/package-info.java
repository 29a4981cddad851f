@NullMarked
package dev.millrace.schemas.registry;

import org.jspecify.annotations.NullMarked;
