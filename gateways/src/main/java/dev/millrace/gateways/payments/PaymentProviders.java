package dev.millrace.gateways.payments;

import java.time.Clock;

/** The provider that an installation has chosen. */
public final class PaymentProviders {

  private PaymentProviders() {}

  /** Opens it; the caller closes it after the workers that use it. */
  public static PaymentProvider open(PaymentWorkerConfig config, Clock clock) {
    return switch (config.provider()) {
      case SANDBOX -> new SandboxProvider(config.sandboxDirectory(), clock);
      case STRIPE -> new StripeProvider(config.stripe(), clock);
    };
  }
}
