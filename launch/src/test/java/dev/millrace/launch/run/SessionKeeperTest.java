package dev.millrace.launch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionKeeperTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void oneThatBreaksSaysSo() {
    try (var keeper =
        start(
            closing -> {
              throw new IllegalStateException("a broken invariant");
            })) {
      assertThat(keeper.ended().toCompletableFuture())
          .succeedsWithin(PATIENCE)
          .asString()
          .startsWith("test-work ended by itself");
      assertThat(opened).hasValue(1);
      assertThat(closed).hasValue(1);
    }
  }

  static RuntimeException[] failuresThatPass() {
    return new RuntimeException[] {
      new KafkaException("the brokers are away"),
      new SchemaRegistryException(Reason.UNREACHABLE, "the registry is away"),
      new UncheckedIOException(new IOException("the disk is full"))
    };
  }

  @ParameterizedTest
  @MethodSource("failuresThatPass")
  void aSessionThatFailsIsClosedAndFollowedByAnother(RuntimeException failure) throws Exception {
    var second = new CountDownLatch(1);
    try (var keeper =
        start(
            closing -> {
              if (opened.get() == 1) {
                throw failure;
              }
              second.countDown();
              awaitUninterrupted(closing);
            })) {
      assertThat(second.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(closed).hasValue(1);
      assertThat(keeper.isRunning()).isTrue();
    }
    assertThat(closed).hasValue(2);
  }

  @Test
  void oneThatIsClosedEndsItsSessionAndIsSilent() throws Exception {
    var running = new CountDownLatch(1);
    var woken = new CountDownLatch(1);
    var keeper =
        start(
            closing -> {
              running.countDown();
              awaitUninterrupted(woken);
            },
            woken::countDown);
    assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    keeper.close();

    assertThat(keeper.isRunning()).isFalse();
    assertThat(closed).hasValue(1);
    assertThat(keeper.ended().toCompletableFuture()).isNotDone();
  }

  @Test
  void oneThatIsClosedWhileItPausesOpensNoOther() throws Exception {
    var failed = new CountDownLatch(1);
    var keeper =
        start(
            closing -> {
              failed.countDown();
              throw new KafkaException("the brokers are away");
            });
    assertThat(failed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    keeper.close();

    assertThat(keeper.isRunning()).isFalse();
    assertThat(opened).hasValue(1);
    assertThat(keeper.ended().toCompletableFuture()).isNotDone();
  }

  /** What a session does with the latch that ends it. */
  private interface Work {
    void run(CountDownLatch closing);
  }

  private SessionKeeper start(Work work) {
    return start(work, () -> {});
  }

  private SessionKeeper start(Work work, Runnable wakeUp) {
    return SessionKeeper.start(
        "test-work",
        PATIENCE,
        closing -> {
          opened.incrementAndGet();
          return new SessionKeeper.Session() {
            @Override
            public void run() {
              work.run(closing);
            }

            @Override
            public void wakeUp() {
              wakeUp.run();
            }

            @Override
            public void close() {
              closed.incrementAndGet();
            }
          };
        });
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
