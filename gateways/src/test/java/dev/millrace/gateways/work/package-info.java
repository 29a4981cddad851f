@NullMarked
package dev.millrace.gateways.work;

import org.jspecify.annotations.NullMarked;
