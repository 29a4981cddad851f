/**
 * What readers may ask of orders beside their present state: lists, events and the past, kept by an
 * application that no command waits for.
 */
@NullMarked
package dev.millrace.orders.views;

import org.jspecify.annotations.NullMarked;
