/**
 * What operators decide: the one reader of settings, and the settings that all processes of a
 * cluster must agree on. It lies in a module of its own because the edge, which may not know the
 * kit of the contexts, reads its settings the same way, and because readers of the contract need
 * none of it.
 */
@NullMarked
package dev.millrace.launch.config;

import org.jspecify.annotations.NullMarked;
