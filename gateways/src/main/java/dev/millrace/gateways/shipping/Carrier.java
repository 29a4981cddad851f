package dev.millrace.gateways.shipping;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who carries parcels. Calls return at once; the future ends with the answer, or with an
 * exception when nobody knows whether it was done, or never. A label that is bought again under the
 * same key is the same label.
 *
 * <p>Threading: any thread.
 */
public interface Carrier extends AutoCloseable {

  /** What it would cost, and when the parcel would arrive, cheapest first. */
  CompletableFuture<List<Rate>> rates(Parcel parcel);

  /** Buys a label for the parcel, under its key. */
  CompletableFuture<CarrierAnswer> buyLabel(Parcel parcel);

  /** Gives the label back that was bought under a key. */
  CompletableFuture<CarrierAnswer> voidLabel(String key);

  /** The label that was bought under a key; empty if the carrier knows none. Buys nothing. */
  CompletableFuture<Optional<CarrierAnswer.Bought>> find(Parcel parcel);

  /** What happened to a parcel; empty if the carrier knows none such. */
  CompletableFuture<Optional<Sighting>> track(String parcelReference);

  /** What its callbacks' address calls it. */
  String name();

  @Override
  void close();
}
