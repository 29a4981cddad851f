package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import java.util.Optional;
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

  /** Takes a part of the promise; the last part releases the rest. Never more than was promised. */
  CompletableFuture<ProviderAnswer> capture(ProviderCall call);

  /** Gives back what of the promise is not taken; what is taken stays taken. */
  CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call);

  CompletableFuture<ProviderAnswer> refund(ProviderCall call);

  /** What became of an earlier call of this operation; moves nothing. */
  CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call);

  /** What its callbacks' address calls it. */
  String name();

  /**
   * How a promise stands now; empty if the provider knows none such, or is still at work on it.
   * Moves nothing.
   *
   * @param promiseKey key of the call that asked for it
   * @param reference the provider's own id of it
   */
  CompletableFuture<Optional<Sighting>> look(String orderId, String promiseKey, String reference);

  @Override
  void close();
}
