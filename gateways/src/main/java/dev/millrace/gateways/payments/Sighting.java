package dev.millrace.gateways.payments;

import dev.millrace.schemas.money.Money;

/**
 * How a promise of money stands at the provider now, whatever was said of it before.
 *
 * @param answer what asking for the promise would be told now
 * @param amount of the promise
 */
public record Sighting(ProviderAnswer answer, Money amount) {}
