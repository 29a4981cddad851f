package dev.millrace.gateways.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Money;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.schemas.registry.TrustedRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ProviderDialogueTest {

  static {
    TrustedRecords.trust();
  }

  private static final PaymentWorkerConfig.Retries RETRIES =
      new PaymentWorkerConfig.Retries(
          Duration.ofMillis(50),
          Duration.ofSeconds(20),
          5,
          Duration.ofMillis(100),
          Duration.ofSeconds(2));

  @TempDir Path directory;
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void anUnknownOutcomeIsResolvedByAskingAndNotByPayingAgain() throws InterruptedException {
    try (var provider = new SandboxProvider(directory, Clock.systemUTC())) {
      assertThat(outcome(provider, "pm_timeout")).isEqualTo(PaymentOutcome.SUCCEEDED);
      assertThat(pauses).isEmpty();
      assertThat(provider.charges()).hasSize(1);
    }
  }

  @Test
  void whatTheProviderNeverSawIsSentAgainAfterGrowingPauses() throws InterruptedException {
    try (var provider = new SandboxProvider(directory, Clock.systemUTC())) {
      assertThat(outcome(provider, "pm_flaky")).isEqualTo(PaymentOutcome.SUCCEEDED);
      assertThat(pauses).hasSize(2);
      assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
      assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }
  }

  @Test
  void aProviderThatNeverTellsIsNotPaidAgainAndEndsUnresolved() throws InterruptedException {
    var silent = new SilentProvider();
    assertThat(outcome(silent, "pm_card_visa")).isEqualTo(PaymentOutcome.UNRESOLVED);
    assertThat(silent.calls).isEqualTo(1);
    assertThat(silent.questions).isEqualTo(5);
  }

  @Test
  void aClosingWorkerLeavesTheRequestToTheNext() throws InterruptedException {
    var dialogue =
        new ProviderDialogue(
            new SilentProvider(), RETRIES, Clock.systemUTC(), new Random(1), pause -> false);
    assertThat(dialogue.carryOut(request("pm_card_visa"))).isEmpty();
  }

  private PaymentOutcome outcome(PaymentProvider provider, String method)
      throws InterruptedException {
    var dialogue =
        new ProviderDialogue(
            provider, RETRIES, Clock.systemUTC(), new Random(1), pause -> pauses.add(pause));
    Optional<PaymentResult> result = dialogue.carryOut(request(method));
    return result.orElseThrow().getOutcome();
  }

  private static PaymentRequest request(String method) {
    return new PaymentRequest(
        "ord_1:authorize:1",
        "ord_1",
        PaymentOperation.AUTHORIZE,
        new Money(100L, "USD"),
        method,
        null,
        Instant.EPOCH,
        true);
  }
}
