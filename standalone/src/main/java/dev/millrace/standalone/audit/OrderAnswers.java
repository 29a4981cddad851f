package dev.millrace.standalone.audit;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for one order, and what the payment provider and the inventory answered. An answer
 * may be given more than once; what it says counts once.
 */
final class OrderAnswers {

  /** What the provider was asked. */
  record Asked(
      PaymentOperation operation, long amountMinor, @Nullable String authorizationRequestId) {}

  /** What the provider answered. */
  record Paid(
      String requestId, PaymentOperation operation, PaymentOutcome outcome, long amountMinor) {}

  /** What the inventory answered. */
  record Stocked(String reservationId, ReservationOperation operation, boolean done) {}

  private final Map<String, Asked> asked = new HashMap<>(4);
  private final Map<Paid, Instant> paid = new LinkedHashMap<>(4);
  private final Map<Stocked, Instant> stocked = new LinkedHashMap<>(4);

  void enter(PaymentRequest request) {
    asked.put(
        request.getRequestId(),
        new Asked(
            request.getOperation(),
            request.getAmount().getMinorUnits(),
            request.getAuthorizationRequestId()));
  }

  void enter(PaymentResult result) {
    paid.putIfAbsent(
        new Paid(
            result.getRequestId(),
            result.getOperation(),
            result.getOutcome(),
            result.getAmount().getMinorUnits()),
        result.getAt());
  }

  void enter(ReservationResult result) {
    stocked.putIfAbsent(
        new Stocked(result.getReservationId(), result.getOperation(), result.getDone()),
        result.getAt());
  }

  /** The requests by their ids. */
  Map<String, Asked> asked() {
    return asked;
  }

  /** What the provider answered, and when first. */
  Map<Paid, Instant> paid() {
    return paid;
  }

  /** What the inventory answered, and when first. */
  Map<Stocked, Instant> stocked() {
    return stocked;
  }
}
