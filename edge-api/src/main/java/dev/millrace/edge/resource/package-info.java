@NullMarked
package dev.millrace.edge.resource;

import org.jspecify.annotations.NullMarked;
