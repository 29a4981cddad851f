package dev.millrace.gateways.payments;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@SuppressWarnings("NullAway.Init")
class StripeProviderContractTest extends PaymentProviderContract {

  private StripeStandIn stripe;
  private StripeProvider provider;

  static StripeConfig config(StripeStandIn stripe, Duration readTimeout) {
    return new StripeConfig(
        "sk_test_of_a_stand_in",
        stripe.url(),
        Duration.ofSeconds(5),
        readTimeout,
        Optional.of("https://shop.test/back"),
        true);
  }

  static Held held(StripeStandIn stripe, String promiseKey) {
    StripeStandIn.Intent intent = stripe.byPromise(promiseKey);
    long givenBackMinor =
        stripe.refunds().stream()
            .filter(one -> one.intentId().equals(intent.id))
            .mapToLong(StripeStandIn.Refunded::amountMinor)
            .sum();
    boolean promised = intent.charged && intent.lastError == null;
    return new Held(
        promised ? intent.amountMinor : 0,
        intent.receivedMinor,
        givenBackMinor,
        intent.status.equals("canceled"));
  }

  @BeforeEach
  void open() throws IOException {
    stripe = new StripeStandIn();
    provider = new StripeProvider(config(stripe, Duration.ofSeconds(20)), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    provider.close();
    stripe.close();
  }

  @Override
  PaymentProvider provider() {
    return provider;
  }

  @Override
  void shopperActs(String promiseKey) {
    stripe.authenticate(promiseKey, true);
  }

  @Override
  Held held(String promiseKey) {
    return held(stripe, promiseKey);
  }
}
