/** Carriers, and the worker that carries requests of orders to them. */
@NullMarked
package dev.millrace.gateways.shipping;

import org.jspecify.annotations.NullMarked;
