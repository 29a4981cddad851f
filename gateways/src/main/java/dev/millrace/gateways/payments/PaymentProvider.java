package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who moves money. Calls return at once; the future ends with the answer, or with {@link
 * ProviderUnavailableException} when nobody knows whether the money moved, or never. A call with a
 * key that was used before gives the first call's answer and moves nothing.
 *
 * <p>Threading: any thread.
 */
public interface PaymentProvider extends AutoCloseable {

  CompletableFuture<ProviderAnswer> authorize(ProviderCall call);

  CompletableFuture<ProviderAnswer> capture(ProviderCall call);

  CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call);

  CompletableFuture<ProviderAnswer> refund(ProviderCall call);

  /** What became of an earlier call of this operation; moves nothing. */
  CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call);

  @Override
  void close();
}
