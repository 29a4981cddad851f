package dev.millrace.simulation;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.payments.SimulatedPayments;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import dev.millrace.gateways.shipping.SimulatedCarrier;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Sent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The workers that carry requests out of this world, and those whom they ask. */
final class Workers implements AutoCloseable {

  private final Path journal = newDirectory();
  private final SimulatedPayments payments = new SimulatedPayments(journal, Flow.START);
  private final SimulatedCarrier carrier = new SimulatedCarrier();
  private final Topics topics;
  private final Books books;

  Workers(Topics topics, Books books) {
    this.topics = topics;
    this.books = books;
  }

  /** Carries a message out over a line with this trouble; says nothing if there is no answer. */
  Optional<Sent<?>> carryOut(Sent<?> message, Trouble trouble, Instant now) {
    return switch (message.value()) {
      case PaymentRequest request -> Optional.of(pay(request, trouble, now));
      case CarrierRequest request -> Optional.of(send(request, trouble, now));
      case CarrierCallback callback -> carrier.look(callback, trouble, now).map(this::told);
      default -> throw new IllegalArgumentException("no worker reads " + message.topic().name());
    };
  }

  private Sent<?> pay(PaymentRequest request, Trouble trouble, Instant now) {
    PaymentResult result = payments.carryOut(request, trouble, now);
    boolean inDoubt = trouble == Trouble.UNREACHABLE || trouble == Trouble.SILENT;
    books.money(result.getOrderId(), inDoubt, payments.charges());
    return sent(topics.paymentResults(), result.getOrderId(), result, result.getAt());
  }

  private Sent<?> send(CarrierRequest request, Trouble trouble, Instant now) {
    CarrierResult result = carrier.carryOut(request, trouble, now);
    books.labels(result.getOrderId(), carrier.labels(result.getOrderId()));
    return told(result);
  }

  private Sent<?> told(CarrierResult result) {
    return sent(topics.carrierResults(), result.getOrderId(), result, result.getAt());
  }

  private static <V extends SpecificRecord> Sent<V> sent(
      Topic<V> topic, String key, V value, Instant at) {
    return new Sent<>(topic, key, value, new RecordHeaders(), at);
  }

  @Override
  public void close() {
    payments.close();
    carrier.close();
    try (var left = Files.walk(journal)) {
      left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("world");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
