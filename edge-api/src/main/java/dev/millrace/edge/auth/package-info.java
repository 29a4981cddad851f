@NullMarked
package dev.millrace.edge.auth;

import org.jspecify.annotations.NullMarked;
