package dev.millrace.orders;

import dev.millrace.avro.orders.LineStockLowered;
import dev.millrace.avro.orders.OrderPartlyAllocated;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.UnitsShort;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders that go on with what there is, between the contract, the store and the domain. */
final class PartialAvro {

  private PartialAvro() {}

  static LineStockLowered record(OrderEvent.LineStockLowered e) {
    return new LineStockLowered(
        e.lineId(), e.quantity(), e.reservationId(), e.refusal(), e.lowered());
  }

  static OrderPartlyAllocated record(OrderEvent.OrderPartlyAllocated e) {
    return new OrderPartlyAllocated(PlacementAvro.quote(e.quote()), avro(e.unitsShort()));
  }

  /** The event in a record, if it is one of these. */
  static Optional<OrderEvent> event(dev.millrace.avro.orders.OrderEvent record) {
    return Optional.ofNullable(
        switch (record.getType()) {
          case "lineStockLowered" -> lowered(record.getLineStockLowered());
          case "orderPartlyAllocated" -> allocated(record.getOrderPartlyAllocated());
          default -> null;
        });
  }

  private static OrderEvent lowered(LineStockLowered e) {
    return new OrderEvent.LineStockLowered(
        e.getLineId(), e.getQuantity(), e.getReservationId(), e.getRefusal(), e.getLowered());
  }

  private static OrderEvent allocated(OrderPartlyAllocated e) {
    return new OrderEvent.OrderPartlyAllocated(
        PlacementAvro.quote(e.getQuote()), unitsShort(e.getUnitsShort()));
  }

  /** Null where nothing is missing. */
  static @Nullable List<dev.millrace.avro.orders.UnitsShort> view(List<UnitsShort> missing) {
    return missing.isEmpty() ? null : avro(missing);
  }

  private static List<dev.millrace.avro.orders.UnitsShort> avro(List<UnitsShort> missing) {
    return missing.stream()
        .map(
            one ->
                new dev.millrace.avro.orders.UnitsShort(
                    one.lineId(),
                    one.sku(),
                    one.sellerId(),
                    one.requested(),
                    one.allocated(),
                    one.refusal(),
                    one.lowered()))
        .toList();
  }

  static List<UnitsShort> unitsShort(@Nullable List<dev.millrace.avro.orders.UnitsShort> missing) {
    return missing == null
        ? List.of()
        : missing.stream()
            .map(
                one ->
                    new UnitsShort(
                        one.getLineId(),
                        one.getSku(),
                        one.getSellerId(),
                        one.getRequested(),
                        one.getAllocated(),
                        one.getRefusal(),
                        one.getLowered()))
            .toList();
  }
}
