package dev.millrace.gateways.payments;

/** What a provider knows of a request. */
public sealed interface ProviderFinding {

  /** It ended like this. */
  record Known(ProviderAnswer answer) implements ProviderFinding {}

  /** It is being worked on; ask again, and do not send it again. */
  record Pending() implements ProviderFinding {}

  /** The provider never had it: sending it again moves money once. */
  record NeverSeen() implements ProviderFinding {}
}
