package dev.millrace.gateways.shipping;

import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A carrier behind a line that loses what the trouble of the moment says, and then works again. It
 * writes down what the carrier sells and takes back.
 */
final class UnreliableCarrier implements Carrier {

  private final Carrier carrier;
  private final SoldLabels labels;
  private final Trouble trouble;
  private final Clock clock;
  private final Instant backAt;
  private boolean called;

  UnreliableCarrier(
      Carrier carrier, SoldLabels labels, Trouble trouble, Clock clock, Instant backAt) {
    this.carrier = carrier;
    this.labels = labels;
    this.trouble = trouble;
    this.clock = clock;
    this.backAt = backAt;
  }

  @Override
  public CompletableFuture<List<Rate>> rates(Parcel parcel) {
    return carrier.rates(parcel);
  }

  @Override
  public CompletableFuture<CarrierAnswer> buyLabel(Parcel parcel) {
    return call(
        () -> {
          boolean isThere = carrier.find(parcel).join().isPresent();
          CompletableFuture<CarrierAnswer> answer = carrier.buyLabel(parcel);
          // Asked of the carrier, not of the answer: a silent one sells as well.
          if (!isThere && carrier.find(parcel).join().isPresent()) {
            labels.sold(parcel);
          }
          return answer;
        });
  }

  @Override
  public CompletableFuture<CarrierAnswer> voidLabel(String key) {
    return call(
        () -> {
          labels.givenBack(key);
          return carrier.voidLabel(key);
        });
  }

  @Override
  public CompletableFuture<Optional<CarrierAnswer.Bought>> find(Parcel parcel) {
    return isSilent() ? lost() : carrier.find(parcel);
  }

  @Override
  public CompletableFuture<Optional<Sighting>> track(String parcelReference) {
    return call(() -> carrier.track(parcelReference));
  }

  @Override
  public String name() {
    return carrier.name();
  }

  @Override
  public void close() {
    // The carrier belongs to whoever made it.
  }

  private boolean isSilent() {
    boolean wholly = trouble == Trouble.UNREACHABLE || trouble == Trouble.SILENT;
    return wholly && clock.instant().isBefore(backAt);
  }

  private <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
    boolean first = !called;
    called = true;
    return switch (trouble) {
      case NONE -> call.get();
      case REQUEST_LOST -> first ? lost() : call.get();
      case ANSWER_LOST -> first ? answerLost(call) : call.get();
      case UNREACHABLE -> isSilent() ? lost() : call.get();
      case SILENT -> isSilent() ? first ? answerLost(call) : lost() : call.get();
    };
  }

  private static <T> CompletableFuture<T> answerLost(Supplier<CompletableFuture<T>> call) {
    var unused = call.get();
    return lost();
  }

  private static <T> CompletableFuture<T> lost() {
    return CompletableFuture.failedFuture(new CarrierUnavailableException("the line is down"));
  }
}
