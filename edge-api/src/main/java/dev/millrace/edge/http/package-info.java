@NullMarked
package dev.millrace.edge.http;

import org.jspecify.annotations.NullMarked;
