package dev.millrace.orders.order;

import dev.millrace.orders.order.OrderCommand.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders of their own that hold further units of an order's lines, and the order that one adds to.
 *
 * @param to null for an order that adds to none
 * @param all the additions of this order, oldest first
 */
public record Additions(@Nullable To to, List<Addition> all) {

  /** How many an order may have, those that failed included. */
  static final int MAX = 20;

  /** An order that adds to none and has none. */
  public static final Additions NONE = new Additions(null, List.of());

  public Additions {
    all = List.copyOf(all);
  }

  /** The order that another one adds to, and the edit that wanted it. */
  public record To(String orderId, String editId) {}

  /** What an order knows of an addition. */
  public enum Status {
    PLACED,
    CONFIRMED,
    REJECTED,
    CANCELLED
  }

  /**
   * What an addition says of itself.
   *
   * @param reason why it was rejected or cancelled
   * @param units what it still has of lines of the order that it adds to
   */
  public record State(Status status, @Nullable String reason, List<Item> units) {
    public State {
      units = List.copyOf(units);
    }

    /** Of an order that adds to another. */
    static State of(Order addition) {
      Status status =
          switch (addition.status()) {
            case PENDING_STOCK, PENDING_PAYMENT -> Status.PLACED;
            case CONFIRMED, FULFILLING, SHIPPED, DELIVERED, EXCEPTION -> Status.CONFIRMED;
            case REJECTED -> Status.REJECTED;
            case CANCELLED -> Status.CANCELLED;
          };
      return new State(
          status,
          addition.hasEnded() ? addition.reason() : null,
          addition.hasEnded() ? List.of() : unitsOf(addition));
    }

    private static List<Item> unitsOf(Order addition) {
      return addition.lines().stream()
          .map(
              line -> {
                String lineId = line.priced().lineId();
                int gone = addition.care().cancelledUnits(lineId);
                return new Item(lineId, line.priced().quantity() - gone);
              })
          .filter(item -> item.quantity() > 0)
          .toList();
    }
  }

  /**
   * One of them.
   *
   * @param version of the addition when it last told what has become of it; 0 before
   * @param totalMinor what it cost when it was placed
   */
  public record Addition(
      String editId,
      String orderId,
      long version,
      State state,
      long totalMinor,
      Instant placedAt) {}

  /** Whether this edit has led to one. */
  boolean has(String editId) {
    return all.stream().anyMatch(one -> one.editId().equals(editId));
  }

  Optional<Addition> of(String orderId) {
    return all.stream().filter(one -> one.orderId().equals(orderId)).findFirst();
  }

  /** Units of a line that additions have, as far as is known here. */
  int units(String lineId) {
    return all.stream()
        .flatMap(one -> one.state().units().stream())
        .filter(item -> item.lineId().equals(lineId))
        .mapToInt(Item::quantity)
        .sum();
  }

  Additions addedTo(@Nullable To order) {
    return new Additions(order, all);
  }

  Additions plus(AdditionEvent.AdditionPlaced placed, Instant at) {
    List<Item> units =
        placed.quote().lines().stream()
            .map(line -> new Item(line.lineId(), line.quantity()))
            .toList();
    List<Addition> more = new ArrayList<>(all);
    more.add(
        new Addition(
            placed.editId(),
            placed.additionId(),
            0,
            new State(Status.PLACED, null, units),
            placed.quote().totalMinor(),
            at));
    return new Additions(to, more);
  }

  Additions changed(AdditionEvent.AdditionChanged changed) {
    return new Additions(
        to,
        all.stream()
            .map(
                one ->
                    one.orderId().equals(changed.additionId())
                        ? new Addition(
                            one.editId(),
                            one.orderId(),
                            changed.version(),
                            changed.state(),
                            one.totalMinor(),
                            one.placedAt())
                        : one)
            .toList());
  }
}
