package dev.millrace.gateways.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Money;
import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.work.WorkClients;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.DeadLetters;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.TopicsOnBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The worker against a real broker: what a crash leaves behind is not paid twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PaymentWorkerBrokerTest {

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Topics topics = new Topics(new InMemoryRegistry(), PARTITIONS);
  private TopicsOnBroker broker;
  private KafkaConsumer<String, byte[]> results;
  private PaymentWorkerConfig config;
  private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

  @BeforeAll
  void startBroker(@TempDir Path directory) throws Exception {
    broker = TopicsOnBroker.start(directory.resolve("broker"), topics);
    results = broker.readerOf(topics.paymentResults().name(), PARTITIONS);
    var settings =
        new Settings(
            Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "MILLRACE_GATEWAYS_CALL_TIMEOUT",
                "300ms"));
    config = settings.orThrow(PaymentWorkerConfig.from(settings));
  }

  @AfterAll
  void stopBroker() {
    results.close();
    broker.close();
  }

  @Test
  void C5_aCrashBetweenTheProvidersCallAndTheCommitChargesOnce(@TempDir Path journal)
      throws Exception {
    try (var sandbox = new SandboxProvider(journal, Clock.systemUTC())) {
      var crashed = new CountDownLatch(1);
      PaymentProvider dies = new DyingProvider(sandbox, crashed);
      PaymentWorker worker = PaymentWorker.start(config, topics, dies, new SimpleMeterRegistry());
      send("ord_1", "ord_1:authorize:1", "pm_card_visa");
      assertThat(crashed.await(30, TimeUnit.SECONDS)).isTrue();
      worker.close();
      assertThat(sandbox.charges()).hasSize(1);

      var meters = new SimpleMeterRegistry();
      try (PaymentWorker next = PaymentWorker.start(config, topics, sandbox, meters)) {
        PaymentResult result = resultOf("ord_1:authorize:1");
        assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
        assertThat(sandbox.charges()).hasSize(1);

        // Unknown outcomes, an unreadable record and the order's sequence, on the same worker.
        broker.sendBytes(topics.paymentRequests().name(), "ord_2", new byte[] {9, 9});
        send("ord_2", "ord_2:authorize:1", "pm_timeout");
        send(
            "ord_2",
            "ord_2:capture:1",
            "pm_timeout",
            PaymentOperation.CAPTURE,
            "ord_2:authorize:1");
        assertThat(resultOf("ord_2:authorize:1").getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
        assertThat(resultOf("ord_2:capture:1").getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
        assertThat(next.isRunning()).isTrue();
        assertThat(MessageHeaders.text(seen.getLast().headers(), HeaderNames.TRACEPARENT))
            .isEqualTo("00-trace");
        expectDeadLetter("ord_2", new byte[] {9, 9}, meters);
        latencyOfAnIdleWorker();
      }
    }
  }

  @Test
  void aWorkerThatWasKilledGoesOnAtOnceUnderItsName(@TempDir Path journal) {
    // Never closed in order, and its heart beats on: only the name tells that it was replaced.
    Consumer<String, byte[]> killed = WorkClients.consumer(config.terms());
    killed.subscribe(List.of(topics.paymentRequests().name(), topics.paymentCallbacks().name()));
    Instant until = Instant.now().plus(PATIENCE);
    while (killed.assignment().isEmpty() && Instant.now().isBefore(until)) {
      killed.poll(Duration.ofMillis(100));
    }
    assertThat(killed.assignment()).isNotEmpty();
    try (var sandbox = new SandboxProvider(journal, Clock.systemUTC());
        var next = PaymentWorker.start(config, topics, sandbox, new SimpleMeterRegistry())) {
      send("ord_k", "ord_k:authorize:1", "pm_card_visa");
      assertThat(resultOf("ord_k:authorize:1").getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
      assertThat(next.isRunning()).isTrue();
    } finally {
      killed.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @Test
  void C4_aCallbackMakesTheWorkerTellWhatNobodyWasToldBefore(@TempDir Path journal) {
    try (var sandbox = new SandboxProvider(journal, Clock.systemUTC())) {
      // The money has moved, and whoever asked for it was never answered.
      var unused =
          sandbox.authorize(
              new ProviderCall(
                  "ord_c:authorize:1",
                  "ord_c",
                  new dev.millrace.schemas.money.Money(100, "USD"),
                  "pm_timeout",
                  null,
                  Instant.now()));
      try (var worker = PaymentWorker.start(config, topics, sandbox, new SimpleMeterRegistry())) {
        for (int i = 0; i < 2; i++) {
          var callback =
              new PaymentCallback(
                  "sandbox",
                  "evt_1",
                  "promised",
                  "ord_c",
                  "ord_c:authorize:1",
                  "sandbox-ord_c:authorize:1",
                  Instant.now());
          broker.send(topics.paymentCallbacks(), "ord_c", callback, new RecordHeaders());
        }
        assertThat(resultOf("ord_c:authorize:1").getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
        send("ord_c", "ord_c:void:1", "pm_timeout", PaymentOperation.VOID, "ord_c:authorize:1");
        assertThat(resultOf("ord_c:void:1").getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
        assertThat(worker.isRunning()).isTrue();
        assertThat(sandbox.charges()).singleElement().matches(SandboxCharge::voided);
      }
    }
  }

  /** The only one there is. */
  private void expectDeadLetter(String key, byte[] value, MeterRegistry meters) {
    List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
    try (var consumer = broker.readerOf(Topics.deadLetters("gateways"), 1)) {
      Instant until = Instant.now().plus(PATIENCE);
      while (letters.isEmpty() && Instant.now().isBefore(until)) {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
      }
    }
    assertThat(letters).hasSize(1);
    ConsumerRecord<String, byte[]> letter = letters.getFirst();
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(letter, DeadLetters.REASON)).contains("at least 5 bytes of header");
    assertThat(header(letter, DeadLetters.EXCEPTION)).endsWith(".SerializationException");
    assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(topics.paymentRequests().name());
    assertThat(header(letter, DeadLetters.PARTITION)).matches("[01]");
    assertThat(header(letter, DeadLetters.OFFSET)).matches("\\d+");
    assertThat(meters.get(DeadLetters.METER).counter().count()).isEqualTo(1);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return String.valueOf(MessageHeaders.text(record.headers(), name));
  }

  private void latencyOfAnIdleWorker() {
    long bestMs = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = System.nanoTime();
      send("ord_l" + i, "ord_l" + i + ":authorize:1", "pm_card_visa");
      resultOf("ord_l" + i + ":authorize:1");
      bestMs = Math.min(bestMs, (System.nanoTime() - before) / 1_000_000);
    }
    assertThat(bestMs).isLessThan(500);
  }

  private void send(String orderId, String requestId, String method) {
    send(orderId, requestId, method, PaymentOperation.AUTHORIZE, null);
  }

  private void send(
      String orderId,
      String requestId,
      String method,
      PaymentOperation operation,
      @Nullable String authorization) {
    var request =
        new PaymentRequest(
            requestId,
            orderId,
            operation,
            new Money(100L, "USD"),
            method,
            authorization,
            Instant.EPOCH,
            true);
    var headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, "00-trace".getBytes(StandardCharsets.UTF_8));
    broker.send(topics.paymentRequests(), orderId, request, headers);
    broker.flush();
  }

  private PaymentResult resultOf(String requestId) {
    Instant until = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(until)) {
      for (ConsumerRecord<String, byte[]> record : results.poll(Duration.ofMillis(100))) {
        seen.add(record);
      }
      for (ConsumerRecord<String, byte[]> record : seen) {
        PaymentResult result =
            topics
                .paymentResults()
                .valueSerde()
                .deserializer()
                .deserialize(record.topic(), record.value());
        if (result.getRequestId().equals(requestId)) {
          return result;
        }
      }
    }
    throw new AssertionError("no result of " + requestId + " within " + PATIENCE);
  }

  /** Moves the money and never tells, as a process that is killed in between. */
  private static final class DyingProvider extends SilentProvider {
    private final SandboxProvider sandbox;
    private final CountDownLatch crashed;

    DyingProvider(SandboxProvider sandbox, CountDownLatch crashed) {
      this.sandbox = sandbox;
      this.crashed = crashed;
    }

    @Override
    public CompletableFuture<ProviderAnswer> authorize(ProviderCall call) {
      sandbox.authorize(call).join();
      crashed.countDown();
      return new CompletableFuture<>();
    }

    @Override
    public String name() {
      return sandbox.name();
    }
  }
}
