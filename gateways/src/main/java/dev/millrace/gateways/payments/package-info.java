/** Payment providers, and the worker that carries orders' requests to them. */
@NullMarked
package dev.millrace.gateways.payments;

import org.jspecify.annotations.NullMarked;
