package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes calls and never answers anything. */
class SilentProvider implements PaymentProvider {
  int calls;
  int questions;

  @Override
  public CompletableFuture<ProviderAnswer> authorize(ProviderCall call) {
    return unanswered();
  }

  @Override
  public CompletableFuture<ProviderAnswer> capture(ProviderCall call) {
    return unanswered();
  }

  @Override
  public CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call) {
    return unanswered();
  }

  @Override
  public CompletableFuture<ProviderAnswer> refund(ProviderCall call) {
    return unanswered();
  }

  @Override
  public CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call) {
    questions++;
    return new CompletableFuture<>();
  }

  @Override
  public String name() {
    return "silent";
  }

  @Override
  public CompletableFuture<Optional<Sighting>> look(
      String orderId, String promiseKey, String reference) {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private CompletableFuture<ProviderAnswer> unanswered() {
    calls++;
    return new CompletableFuture<>();
  }
}
