package dev.millrace.gateways.payments;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SandboxProviderContractTest extends PaymentProviderContract {

  @TempDir Path directory;
  private SandboxProvider sandbox;

  @BeforeEach
  void open() {
    sandbox = new SandboxProvider(directory, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Override
  PaymentProvider provider() {
    return sandbox;
  }

  @Override
  void shopperActs(String promiseKey) {
    // The sandbox takes the confirming call for it.
  }

  @Override
  Held held(String promiseKey) {
    return sandbox.charges().stream()
        .filter(one -> one.authorizationKey().equals(promiseKey))
        .map(
            one ->
                new Held(
                    one.authorizedMinor(), one.capturedMinor(), one.refundedMinor(), one.voided()))
        .findFirst()
        .orElse(new Held(0, 0, 0, false));
  }
}
