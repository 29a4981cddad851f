package dev.millrace.kit.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  private static final Throwable BROKERS_SILENT =
      new StreamsException("task failed", new TimeoutException("no answer"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final FailurePolicy policy = new FailurePolicy("orders", now::get);

  @Test
  void aBrokenInvariantStopsTheApplication() {
    assertThat(policy.handle(new StreamsException(new IllegalStateException("stock below zero"))))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void aSilentBrokerOrRegistryCostsOnlyTheThread() {
    assertThat(policy.handle(BROKERS_SILENT)).isEqualTo(REPLACE_THREAD);
    assertThat(
            policy.handle(
                new StreamsException(
                    new SchemaRegistryException(Reason.UNREACHABLE, "no connection"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void aRegistryThatRefusesTheSchemaStopsTheApplication() {
    assertThat(
            policy.handle(
                new StreamsException(
                    new SchemaRegistryException(Reason.INCOMPATIBLE, "breaks the rule"))))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void aFaultThatDoesNotPassStopsTheApplicationAfterSomeThreads() {
    for (int i = 0; i < FailurePolicy.REPLACEMENTS_MAX; i++) {
      assertThat(policy.handle(BROKERS_SILENT)).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.handle(BROKERS_SILENT)).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void faultsFarApartAreForgotten() {
    for (int i = 0; i < 3 * FailurePolicy.REPLACEMENTS_MAX; i++) {
      assertThat(policy.handle(BROKERS_SILENT)).isEqualTo(REPLACE_THREAD);
      now.updateAndGet(
          time -> time.plus(FailurePolicy.WINDOW.dividedBy(FailurePolicy.REPLACEMENTS_MAX - 1)));
    }
  }
}
