@NullMarked
package dev.millrace.gateways.shipping;

import org.jspecify.annotations.NullMarked;
