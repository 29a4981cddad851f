package dev.millrace.gateways.shipping;

import com.easypost.model.Rate;
import com.easypost.model.Shipment;
import com.easypost.model.Tracker;
import com.easypost.model.TrackingDetail;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What EasyPost's objects say of our parcels. Pure. */
final class EasyPostAnswers {

  /** Dearer rates are not read: the library gives amounts as floats, exact to seven digits. */
  private static final BigDecimal PRICE_MAX = new BigDecimal("99999.99");

  private static final BigDecimal GRAMS_PER_OUNCE = new BigDecimal("28.349523125");
  private static final int CODE_LENGTH_MAX = 64;
  private static final int NOTE_LENGTH_MAX = 200;

  /** When EasyPost promises nothing: late enough that nobody is told of a delay too early. */
  private static final Duration USUAL_TIME = Duration.ofDays(7);

  /** A carrier behind EasyPost has not answered it: it may have sold a label. */
  private static final Set<String> UNDECIDED =
      Set.of(
          "SHIPMENT.PURCHASE.IN_PROGRESS",
          "SHIPMENT.POSTAGE.TIMED_OUT",
          "SHIPMENT.POSTAGE.NO_RESPONSE",
          "SHIPMENT.POSTAGE.EXISTS");

  /** A rate of EasyPost's, with what of it is ours. */
  record Offer(String rateId, dev.millrace.gateways.shipping.Rate rate) {}

  private EasyPostAnswers() {}

  static boolean isBought(Shipment shipment) {
    return shipment.getPostageLabel() != null && shipment.getTrackingCode() != null;
  }

  static boolean isGivenBack(Shipment shipment) {
    return "submitted".equals(shipment.getRefundStatus())
        || "refunded".equals(shipment.getRefundStatus());
  }

  /** What can be bought, cheapest first; rates in currencies that we cannot count are left out. */
  static List<Offer> offers(Shipment shipment, Parcel parcel) {
    return rates(shipment)
        .flatMap(
            one ->
                rate(one, parcel.requestedAt())
                    .filter(rate -> one.getId() != null)
                    .map(rate -> new Offer(one.getId(), rate))
                    .stream())
        .sorted(Comparator.comparing(one -> one.rate().price().minorUnits()))
        .toList();
  }

  /** The cheapest of the services that the shipping option allows. */
  static Optional<Offer> chosen(List<Offer> offers, @Nullable List<String> services) {
    return offers.stream()
        .filter(one -> services == null || services.contains(one.rate().service()))
        .findFirst();
  }

  /** The rate that was paid. */
  static Optional<dev.millrace.gateways.shipping.Rate> paid(Shipment shipment, Instant from) {
    return shipment.getSelectedRate() == null
        ? Optional.empty()
        : rate(shipment.getSelectedRate(), from);
  }

  /** EasyPost counts ounces with one digit; a parcel is never taken for lighter than it is. */
  static double ounces(Parcel parcel, EasyPostConfig.Weights weights) {
    long grams = weights.packagingGrams() + (long) parcel.units() * weights.unitGrams();
    return BigDecimal.valueOf(grams).divide(GRAMS_PER_OUNCE, 1, RoundingMode.CEILING).doubleValue();
  }

  static boolean isUndecided(@Nullable String code) {
    return code != null && UNDECIDED.contains(code);
  }

  /** EasyPost's name of a refusal in our spelling. */
  static String refusal(@Nullable String code) {
    if (code == null || code.isBlank()) {
      return "refused_by_carrier";
    }
    if (code.startsWith("ADDRESS.")) {
      return "address_unknown";
    }
    String plain = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return plain.substring(0, Math.min(plain.length(), CODE_LENGTH_MAX));
  }

  /**
   * What happened, each state once: the timeline of a shipment is short, and a parcel is scanned
   * many times.
   */
  static List<ParcelFact> facts(String parcelReference, @Nullable Tracker tracker) {
    if (tracker == null || tracker.getTrackingDetails() == null) {
      return List.of();
    }
    Map<String, ParcelFact> first = new LinkedHashMap<>();
    tracker.getTrackingDetails().stream()
        .filter(detail -> detail.getDatetime() != null)
        .sorted(Comparator.comparing(TrackingDetail::getDatetime))
        .forEach(
            detail ->
                status(detail)
                    .ifPresent(
                        status ->
                            first.putIfAbsent(status, fact(parcelReference, status, detail))));
    return List.copyOf(first.values());
  }

  private static ParcelFact fact(String parcelReference, String status, TrackingDetail detail) {
    String note = detail.getMessage();
    return new ParcelFact(
        parcelReference + ":" + status,
        status,
        detail.getDatetime().toInstant(),
        note == null ? null : note.substring(0, Math.min(note.length(), NOTE_LENGTH_MAX)));
  }

  /** A failed delivery alone says nothing: there are more attempts, or the parcel comes back. */
  private static Optional<String> status(TrackingDetail detail) {
    if ("lost".equals(detail.getStatusDetail())) {
      return Optional.of("lost");
    }
    return switch (detail.getStatus() == null ? "" : detail.getStatus()) {
      case "in_transit", "out_for_delivery", "available_for_pickup" -> Optional.of("in_transit");
      case "delivered" -> Optional.of("delivered");
      case "return_to_sender" -> Optional.of("returned_to_sender");
      default -> Optional.empty();
    };
  }

  private static Stream<Rate> rates(Shipment shipment) {
    return shipment.getRates() == null ? Stream.of() : shipment.getRates().stream();
  }

  private static Optional<dev.millrace.gateways.shipping.Rate> rate(Rate rate, Instant from) {
    return price(rate)
        .map(
            price ->
                new dev.millrace.gateways.shipping.Rate(
                    rate.getCarrier() + ":" + rate.getService(), price, eta(rate, from)));
  }

  private static Optional<Money> price(Rate rate) {
    Float amount = rate.getRate();
    if (amount == null || rate.getCurrency() == null || !Float.isFinite(amount)) {
      return Optional.empty();
    }
    BigDecimal exact = new BigDecimal(Float.toString(amount));
    if (exact.signum() < 0 || exact.compareTo(PRICE_MAX) > 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Money(
              exact
                  .movePointRight(Money.fractionDigits(rate.getCurrency()))
                  .setScale(0, RoundingMode.HALF_UP)
                  .longValueExact(),
              rate.getCurrency()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Instant eta(Rate rate, Instant from) {
    if (rate.getDeliveryDate() != null) {
      try {
        return Instant.parse(rate.getDeliveryDate());
      } catch (DateTimeException e) {
        // The days say the same, less exactly.
      }
    }
    Number days =
        rate.getDeliveryDays() == null ? rate.getEstDeliveryDays() : rate.getDeliveryDays();
    return from.plus(
        days == null ? USUAL_TIME : Duration.ofDays(Math.clamp(days.longValue(), 0, 365)));
  }
}
