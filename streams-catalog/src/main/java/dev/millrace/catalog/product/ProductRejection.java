package dev.millrace.catalog.product;

import org.jspecify.annotations.Nullable;

/**
 * The first rule that a command broke.
 *
 * @param pointer the part of the description it is about, as a JSON pointer; null if not about a
 *     part
 * @param detail for people
 */
public record ProductRejection(ProductRefusal refusal, @Nullable String pointer, String detail) {}
