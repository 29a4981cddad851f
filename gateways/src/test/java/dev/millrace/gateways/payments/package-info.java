@NullMarked
package dev.millrace.gateways.payments;

import org.jspecify.annotations.NullMarked;
