package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A provider behind a line that loses what the trouble of the moment says. */
final class UnreliableProvider implements PaymentProvider {

  private final PaymentProvider provider;
  private final Trouble trouble;
  private boolean called;

  UnreliableProvider(PaymentProvider provider, Trouble trouble) {
    this.provider = provider;
    this.trouble = trouble;
  }

  @Override
  public CompletableFuture<ProviderAnswer> authorize(ProviderCall call) {
    return call(() -> provider.authorize(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> capture(ProviderCall call) {
    return call(() -> provider.capture(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call) {
    return call(() -> provider.voidPayment(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> refund(ProviderCall call) {
    return call(() -> provider.refund(call));
  }

  @Override
  public CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call) {
    return isSilent() ? lost() : provider.find(operation, call);
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public CompletableFuture<Optional<Sighting>> look(
      String orderId, String promiseKey, String reference) {
    return isSilent() ? lost() : provider.look(orderId, promiseKey, reference);
  }

  @Override
  public void close() {
    // The provider belongs to whoever made it.
  }

  private boolean isSilent() {
    return trouble == Trouble.UNREACHABLE || trouble == Trouble.SILENT;
  }

  private CompletableFuture<ProviderAnswer> call(Supplier<CompletableFuture<ProviderAnswer>> call) {
    boolean first = !called;
    called = true;
    return switch (trouble) {
      case NONE -> call.get();
      case REQUEST_LOST -> first ? lost() : call.get();
      case ANSWER_LOST -> first ? answerLost(call) : call.get();
      case UNREACHABLE -> lost();
      case SILENT -> answerLost(call);
    };
  }

  private static CompletableFuture<ProviderAnswer> answerLost(
      Supplier<CompletableFuture<ProviderAnswer>> call) {
    CompletableFuture<ProviderAnswer> nobodyHears = call.get();
    return nobodyHears.isCompletedExceptionally() ? nobodyHears : lost();
  }

  private static <T> CompletableFuture<T> lost() {
    return CompletableFuture.failedFuture(new ProviderUnavailableException("the line is down"));
  }
}
