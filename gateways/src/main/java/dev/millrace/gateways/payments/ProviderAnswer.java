package dev.millrace.gateways.payments;

import org.jspecify.annotations.Nullable;

/** What a provider said. That it said nothing is an exception, not an answer. */
public sealed interface ProviderAnswer {

  /** Done; {@code reference} is the provider's name for it. */
  record Succeeded(String reference) implements ProviderAnswer {}

  /** Not done and never will be under this key; {@code code} is the provider's reason. */
  record Declined(String code) implements ProviderAnswer {}

  /** The payer confirms elsewhere and later; a callback will tell, and asking again is no harm. */
  record Pending(String reference) implements ProviderAnswer {}

  /** The shopper must act at {@code url} first, and then the promise is confirmed. */
  record ActionRequired(@Nullable String url, String reference) implements ProviderAnswer {}
}
