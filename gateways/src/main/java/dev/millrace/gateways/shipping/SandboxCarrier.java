package dev.millrace.gateways.shipping;

import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import dev.millrace.gateways.shipping.CarrierAnswer.Refused;
import dev.millrace.gateways.shipping.CarrierAnswer.Voided;
import dev.millrace.schemas.money.Money;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A carrier without trucks: the postal code says how it answers. Labels, tracking numbers and what
 * happens to a parcel are derived from the request alone, so a label is the same however often it
 * is bought, across restarts too; only who asked before is kept in memory, bounded.
 */
public final class SandboxCarrier implements Carrier {

  /** Nobody lives there. */
  public static final String REFUSED = "00000";

  /** The label is bought, and nobody is told. */
  public static final String SILENT = "00001";

  /** The first calls fail. */
  public static final String FLAKY = "00002";

  /** The parcel gets lost. */
  public static final String LOST = "00003";

  private static final int REMEMBERED_MAX = 100_000;
  private static final int FLAKY_FAILURES = 2;
  private static final String SEPARATOR = "~";
  private static final String CURRENCY = "USD";
  private static final long STANDARD_MINOR = 500;
  private static final long EXPRESS_MINOR = 1_500;
  private static final long UNIT_MINOR = 50;

  private final Clock clock;
  private final Duration pace;
  private final Map<String, Bought> bought = bounded();
  private final Map<String, Integer> failures = bounded();

  /**
   * @param pace how long each step of a parcel takes
   */
  public SandboxCarrier(Clock clock, Duration pace) {
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public CompletableFuture<List<Rate>> rates(Parcel parcel) {
    return CompletableFuture.completedFuture(
        List.of(rate(parcel, "standard"), rate(parcel, "express")));
  }

  @Override
  public synchronized CompletableFuture<CarrierAnswer> buyLabel(Parcel parcel) {
    Bought before = bought.get(parcel.key());
    if (before != null) {
      return CompletableFuture.completedFuture(before);
    }
    return switch (parcel.to().getPostalCode()) {
      case REFUSED -> CompletableFuture.completedFuture(new Refused("address_unknown"));
      case SILENT -> {
        buy(parcel);
        yield new CompletableFuture<>();
      }
      case FLAKY ->
          failures.merge(parcel.key(), 1, Integer::sum) <= FLAKY_FAILURES
              ? CompletableFuture.failedFuture(
                  new IllegalStateException("the sandbox carrier is having a bad moment"))
              : CompletableFuture.completedFuture(buy(parcel));
      default -> CompletableFuture.completedFuture(buy(parcel));
    };
  }

  @Override
  public synchronized CompletableFuture<CarrierAnswer> voidLabel(String key) {
    bought.remove(key);
    return CompletableFuture.completedFuture(new Voided());
  }

  @Override
  public synchronized CompletableFuture<Optional<Bought>> find(Parcel parcel) {
    return CompletableFuture.completedFuture(Optional.ofNullable(bought.get(parcel.key())));
  }

  /** A parcel is under way one pace after its label was asked for, and there after two. */
  @Override
  public CompletableFuture<Optional<Sighting>> track(String parcelReference) {
    String[] parts = parcelReference.split(SEPARATOR, -1);
    if (parts.length != 5 || !parts[0].equals("SBX")) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      Instant begun = Instant.ofEpochMilli(Long.parseLong(parts[3]));
      List<ParcelFact> facts = new ArrayList<>();
      add(facts, parcelReference, "in_transit", begun.plus(pace));
      add(
          facts,
          parcelReference,
          parts[4].equals("L") ? "lost" : "delivered",
          begun.plus(pace.multipliedBy(2)));
      return CompletableFuture.completedFuture(
          Optional.of(new Sighting(parts[1], parts[2], facts)));
    } catch (NumberFormatException | DateTimeException e) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }

  private void add(List<ParcelFact> facts, String reference, String status, Instant at) {
    if (!at.isAfter(clock.instant())) {
      facts.add(new ParcelFact(reference + ":" + status, status, at, null));
    }
  }

  private Bought buy(Parcel parcel) {
    boolean isLost = parcel.to().getPostalCode().equals(LOST);
    String trackingNumber =
        String.join(
            SEPARATOR,
            "SBX",
            parcel.orderId(),
            parcel.shipmentId(),
            Long.toString(parcel.requestedAt().toEpochMilli()),
            isLost ? "L" : "D");
    Rate rate = rate(parcel, parcel.shippingOptionId().equals("express") ? "express" : "standard");
    var label = new Bought(rate, trackingNumber, SandboxLabels.of(parcel, trackingNumber, rate));
    bought.put(parcel.key(), label);
    return label;
  }

  private Rate rate(Parcel parcel, String service) {
    boolean isFast = service.equals("express");
    return new Rate(
        service,
        new Money(
            (isFast ? EXPRESS_MINOR : STANDARD_MINOR) + parcel.units() * UNIT_MINOR, CURRENCY),
        parcel.requestedAt().plus(Duration.ofDays(isFast ? 1 : 3)));
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED_MAX;
      }
    };
  }
}
