package dev.millrace.orders;

import dev.millrace.avro.orders.LateHoldReleased;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.RemainderVoided;
import dev.millrace.orders.order.RemedyEvent;
import java.util.Optional;

/** What orders did about what came too late or is not needed, as events. */
final class RemedyAvro {

  private RemedyAvro() {}

  static OrderEvent.Builder with(OrderEvent.Builder builder, RemedyEvent event) {
    return switch (event) {
      case RemedyEvent.LateHoldReleased e ->
          builder.setLateHoldReleased(new LateHoldReleased(e.reservationId(), e.sku()));
      case RemedyEvent.RemainderVoided e ->
          builder.setRemainderVoided(new RemainderVoided(e.requestId(), e.amountMinor()));
    };
  }

  /** The event in a record; empty if it is of none of these kinds. */
  static Optional<RemedyEvent> event(OrderEvent record) {
    return Optional.ofNullable(
        switch (record.getType()) {
          case "lateHoldReleased" ->
              new RemedyEvent.LateHoldReleased(
                  record.getLateHoldReleased().getReservationId(),
                  record.getLateHoldReleased().getSku());
          case "remainderVoided" ->
              new RemedyEvent.RemainderVoided(
                  record.getRemainderVoided().getRequestId(),
                  record.getRemainderVoided().getAmountMinor());
          default -> null;
        });
  }
}
